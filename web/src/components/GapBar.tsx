import type { Gap } from '../session/gap';
import { texts } from '../texts';
import classes from './GapBar.module.css';

/** A gap as a bar of its stages, to scale, with their names and times when there is room for them. */
export function GapBar({ gap, legend }: { gap: Gap; legend?: boolean }) {
  return (
    <div className={classes.gap}>
      <div className={classes.bar} aria-hidden="true">
        {gap.stages.map(({ stage, ms }) => (
          <i key={stage} data-stage={stage} style={{ flexGrow: Math.max(1, ms) }} title={`${texts.stages[stage].label}: ${texts.seconds(ms)}`} />
        ))}
      </div>
      {legend && (
        <dl className={classes.legend}>
          {gap.stages.map(({ stage, ms }) => (
            <div key={stage} data-stage={stage} title={texts.stages[stage].hint}>
              <dt>{texts.stages[stage].label}</dt>
              <dd className="vv-num">{texts.seconds(ms)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
