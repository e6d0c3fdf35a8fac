import type { ReactNode } from 'react';
import { Wordmark } from '#renderer/shell/wordmark.tsx';
import classes from './sign-in.module.css';

interface EntryCardProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly wide?: boolean;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}

/** The calm page before anybody is signed in. */
export function EntryCard({ title, text, wide = false, children, foot }: EntryCardProps) {
  return (
    <main className={classes['page']}>
      <div className={classes['column']} data-wide={wide || undefined}>
        <Wordmark size={28} />
        <div className={classes['card']}>
          <h1>{title}</h1>
          {text === undefined ? null : <p className={classes['lead']}>{text}</p>}
          {children}
        </div>
        {foot === undefined ? null : <div className={classes['foot']}>{foot}</div>}
      </div>
    </main>
  );
}
