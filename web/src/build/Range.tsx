import { useId } from 'react';

import classes from './Range.module.css';

interface RangeProps {
  label: string;
  value: number;
  words: string;
  min: number;
  max: number;
  step: number;
  /** What its two ends stand for. */
  ends: readonly [string, string];
  disabled?: boolean;
  onChange: (value: number) => void;
  onDone: () => void;
}

/** A slider of the browser's own: keys, touch and screen readers know it. */
export function Range({ label, value, words, min, max, step, ends, disabled, onChange, onDone }: RangeProps) {
  const id = useId();
  return (
    <div className={classes.range} data-disabled={disabled || undefined}>
      <p className={classes.head}>
        <label htmlFor={id}>{label}</label>
        <output htmlFor={id} className="vv-num">
          {words}
        </output>
      </p>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        disabled={disabled}
        aria-valuetext={words}
        style={{ '--at': `${((value - min) / (max - min)) * 100}%` } as React.CSSProperties}
        onChange={(event) => onChange(Number(event.currentTarget.value))}
        onPointerUp={onDone}
        onKeyUp={onDone}
        onBlur={onDone}
      />
      <p className={classes.ends} aria-hidden="true">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </p>
    </div>
  );
}
