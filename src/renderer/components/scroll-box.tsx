/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/prefer-tag-over-role -- what scrolls must be reachable by keyboard, and a fieldset does not scroll */
import type { ReactNode } from 'react';
import classes from './scroll-box.module.css';

interface ScrollBoxProps {
  /** What is in it, for screen readers. */
  readonly label: string;
  /** Pixels; absent: as high as its content. */
  readonly maxHeight?: number;
  readonly children: ReactNode;
}

/** A frame around a small table that scrolls by wheel and keyboard. */
export function ScrollBox({ label, maxHeight, children }: ScrollBoxProps) {
  return (
    <div className={classes['box']} role="group" aria-label={label} tabIndex={0} style={{ maxHeight }}>
      {children}
    </div>
  );
}
