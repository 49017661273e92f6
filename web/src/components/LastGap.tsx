import { gapOf, median, SLOW_GAP_MS } from '../session/gap';
import type { Turn } from '../session/turns';
import { texts } from '../texts';
import { GapBar } from './GapBar';
import classes from './LastGap.module.css';

/** The gap of the last answered turn, split into its stages, and the median of all so far. */
export function LastGap({ turns, over }: { turns: readonly Turn[]; over: boolean }) {
  const gaps = turns.map(gapOf).filter((gap) => gap !== undefined);
  const last = gaps.at(-1);
  if (!last) return <p className={classes.waiting}>{over ? texts.duet.none : texts.duet.waiting}</p>;
  const middle = median(gaps.map(({ totalMs }) => totalMs));
  return (
    <div className={classes.last}>
      <div className={classes.head}>
        <h2>{texts.duet.lastGap}</h2>
        <strong className="vv-num" data-slow={last.totalMs > SLOW_GAP_MS || undefined} data-testid="last-gap">
          {texts.seconds(last.totalMs)}
        </strong>
        <span title={texts.duet.hereHint}>{texts.duet.here}</span>
        {gaps.length > 1 && <span className={`${classes.median} vv-num`}>{texts.duet.medianGap(middle!)}</span>}
      </div>
      <GapBar gap={last} legend />
    </div>
  );
}
