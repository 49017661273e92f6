import { SLOW_GAP_MS } from '../session/gap';
import figures from '../sessions/Figures.module.css';
import { texts } from '../texts';
import classes from './Chart.module.css';
import type { Daily } from './queries';

/** The four figures of the whole time. */
export function Overall({ data: { overall, sessionCount, sessionsWithReports, truncated } }: { data: Daily }) {
  const { figures: words, truncated: cut, ofSessions } = texts.analytics;
  const { gapSeconds, interruptionRate, errorSessionRate } = overall;
  const gap = (seconds: number | null) => (seconds === null ? words.none : texts.seconds(seconds * 1000));
  const rate = (share: number | null) => (share === null ? words.none : words.rate(share));
  const shown = [
    { label: words.median, value: gap(gapSeconds.p50), note: words.gaps(gapSeconds.count) },
    { label: words.slow, value: gap(gapSeconds.p95), note: words.target(SLOW_GAP_MS), slow: (gapSeconds.p95 ?? 0) * 1000 > SLOW_GAP_MS },
    { label: words.cuts, value: rate(interruptionRate), note: words.ofAnswers },
    { label: words.failed, value: rate(errorSessionRate), note: ofSessions(sessionsWithReports, sessionCount) },
  ];
  return (
    <>
      <dl className={figures.figures}>
        {shown.map(({ label, value, note, slow }) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="vv-num">{value}</dd>
            <dd data-slow={slow || undefined}>{note}</dd>
          </div>
        ))}
      </dl>
      {truncated && <p className={classes.note}>{cut(sessionsWithReports)}</p>}
    </>
  );
}
