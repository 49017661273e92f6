import { useId } from 'react';

import classes from './Segments.module.css';

interface SegmentsProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; disabled?: boolean }[];
  /** Of the text that says why one cannot be chosen. */
  describedBy?: string;
  onChange: (value: Value) => void;
}

/** A few ways that exclude each other, side by side. */
export function Segments<Value extends string>({ label, value, options, describedBy, onChange }: SegmentsProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} aria-describedby={describedBy} className={classes.segments}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} disabled={option.disabled} onChange={() => onChange(option.value)} />
          <span>{option.label}</span>
        </label>
      ))}
    </div>
  );
}
