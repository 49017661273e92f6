import classes from './Used.module.css';

interface UsedProps {
  count: number;
  /** Null where there is none. */
  limit: number | null;
  words: (count: number, limit: number | null) => string;
}

/** How much of a limit is used, in words and as a bar. */
export function Used({ count, limit, words }: UsedProps) {
  const share = limit && count / limit;
  return (
    <p className={classes.used}>
      {share !== null && (
        <span className={classes.bar} data-full={share >= 1 || undefined} aria-hidden="true">
          <i style={{ width: `${Math.min(share, 1) * 100}%` }} />
        </span>
      )}
      {words(count, limit)}
    </p>
  );
}
