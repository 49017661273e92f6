import type { ReactNode } from 'react';

import classes from './Empty.module.css';

/** In place of a list of nothing: what it would hold, and what to do about it. */
export function Empty({ title, body, children }: { title: string; body: string; children?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <h2>{title}</h2>
      <p>{body}</p>
      {children}
    </div>
  );
}
