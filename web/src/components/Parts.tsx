import type { Persona, Recogniser } from '../server/status';
import { texts } from '../texts';
import { HowTo } from './HowTo';
import classes from './Parts.module.css';

/** What really speaks, thinks and listens here, with its weakness and the way to something better said plainly. */
export function Parts({ persona, recogniser }: { persona: Persona; recogniser: Recogniser }) {
  const { before } = texts;
  const { voice, llm } = persona;
  return (
    <section className={classes.parts}>
      <h2>{before.partsTitle}</h2>
      <dl>
        <div>
          <dt>{before.voice}</dt>
          <dd>
            <strong>{before.voiceBy(voice.name, voice.engine)}</strong>
            {voice.standIn && <p>{voice.note ?? before.standIn}</p>}
          </dd>
        </div>
        <div>
          <dt>{before.llm}</dt>
          <dd>
            <strong>{llm.demo ? before.demoName : llm.name}</strong>
            {llm.demo && <p>{before.demo}</p>}
            {llm.demo && <HowTo title={before.demoHow} steps={before.demoSteps} />}
          </dd>
        </div>
        <div>
          <dt>{before.recogniser}</dt>
          <dd>
            <strong>{recogniser.name}</strong>
            {recogniser.weak && <p>{before.weak}</p>}
            {recogniser.weak && <HowTo title={before.weakHow} steps={before.weakSteps} />}
          </dd>
        </div>
      </dl>
    </section>
  );
}
