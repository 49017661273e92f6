import classes from './HowTo.module.css';

/** A few ways to do something, folded away until they are wanted. */
export function HowTo({ title, steps }: { title: string; steps: readonly { lead: string; code?: string }[] }) {
  return (
    <details className={classes.howTo}>
      <summary>{title}</summary>
      <ul>
        {steps.map(({ lead, code }) => (
          <li key={lead}>
            {lead}
            {code && <code>{code}</code>}
          </li>
        ))}
      </ul>
    </details>
  );
}
