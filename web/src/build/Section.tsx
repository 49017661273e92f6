import { useId, type ReactNode } from 'react';

import type { Edit, Fields } from './fields';
import classes from './Section.module.css';

/** What every part of the form is given. */
export interface SectionProps {
  fields: Fields;
  /** While something is typed or moved. */
  onChange: (edit: Edit) => void;
  /** When that is over, or something was chosen. */
  onSave: (edit?: Edit) => void;
}

/** One part of the form, between hairlines. */
export function Section({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id}>
      <div className={classes.legend}>
        <h2 id={id}>{title}</h2>
        {hint && <p>{hint}</p>}
      </div>
      <div className={classes.fields}>{children}</div>
    </section>
  );
}

/** One that is seldom needed, closed until it is asked for. */
export function FoldedSection({ title, children }: { title: string; children: ReactNode }) {
  return (
    <details className={classes.folded}>
      <summary>
        <h2>{title}</h2>
      </summary>
      <div className={classes.fields}>{children}</div>
    </details>
  );
}

/** Why something cannot be chosen. */
export function Reason({ id, children }: { id?: string; children?: ReactNode }) {
  return children ? (
    <p id={id} className={classes.reason}>
      {children}
    </p>
  ) : null;
}
