import type { ReactNode } from 'react';

import classes from './Tick.module.css';

interface TickProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: string;
  children: ReactNode;
}

/** A box to tick beside a sentence that may be long. */
export function Tick({ checked, onChange, hint, children }: TickProps) {
  return (
    <label className={classes.tick}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {children}
        {hint && <small>{hint}</small>}
      </span>
    </label>
  );
}
