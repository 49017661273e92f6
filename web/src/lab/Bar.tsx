import classes from './Bar.module.css';

interface BarProps {
  /** 0 to 1. */
  share: number;
  /** In words, beside the bar. */
  label: string;
  /** What it is about, for those who only hear it. */
  of: string;
}

/** How far something is. */
export function Bar({ share, label, of }: BarProps) {
  return (
    <span className={classes.bar}>
      <span
        className={classes.track}
        role="progressbar"
        aria-label={of}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={label}
      >
        <span style={{ width: `${share * 100}%` }} />
      </span>
      <span className="vv-num">{label}</span>
    </span>
  );
}
