import type { ReactNode } from 'react';
import classes from './facts.module.css';

/** What is known of a record, label above value, as many side by side as fit. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={classes['facts']}>{children}</dl>;
}

/** One of the Facts; `span` takes the room of two. */
export function Fact(props: {
  readonly label: string;
  readonly span?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes['fact']} data-span={props.span || undefined}>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
