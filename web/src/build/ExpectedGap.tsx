import { useQuery } from '@tanstack/react-query';

import { texts } from '../texts';
import classes from './ExpectedGap.module.css';
import type { Fields } from './fields';
import { expectedGap } from './queries';

/** How long answers took with these parts; nothing is said where nothing was measured. */
export function ExpectedGap({ fields }: { fields: Fields }) {
  const { gap } = texts.build;
  const { data } = useQuery(expectedGap({ avatarModel: fields.avatarModel || undefined, voiceId: fields.voiceId || undefined, llmId: fields.llmId }));
  if (!data) return null;
  const { stages, gapSeconds } = data;
  if (!stages || gapSeconds === null) {
    return (
      <section className={classes.gap}>
        <div className={classes.head}>
          <h2>{gap.title}</h2>
          <strong data-none>{gap.none}</strong>
        </div>
        <p>{gap.noneBody}</p>
      </section>
    );
  }
  const shown = [
    { name: 'hear', s: stages.hearSeconds },
    { name: 'think', s: stages.thinkSeconds },
    { name: 'speak', s: stages.speakSeconds },
    { name: 'face', s: stages.faceSeconds },
  ] as const;
  return (
    <section className={classes.gap}>
      <div className={classes.head}>
        <h2>{gap.title}</h2>
        <strong className="vv-num">{texts.seconds(gapSeconds * 1000)}</strong>
      </div>
      <div className={classes.bar} aria-hidden="true">
        {shown.map(({ name, s }) => (
          <i key={name} data-stage={name} style={{ flexGrow: Math.max(1, Math.round(s * 1000)) }} />
        ))}
      </div>
      <dl className={classes.legend}>
        {shown.map(({ name, s }) => (
          <div key={name} data-stage={name}>
            <dt>{gap.stages[name]}</dt>
            <dd className="vv-num">{Math.round(s * 1000)} ms</dd>
          </div>
        ))}
      </dl>
      <p>{gap.body(data.turns)}</p>
    </section>
  );
}
