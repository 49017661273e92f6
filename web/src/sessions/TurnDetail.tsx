import { texts } from '../texts';
import stageColours from './stages.module.css';
import { STAGES, type TapeTurn } from './tape';
import classes from './TurnDetail.module.css';

/** The chosen turn in words. */
export function TurnDetail({ turn, name }: { turn?: TapeTurn; name: string }) {
  const { waterfall, stages } = texts.session;
  if (!turn) return <p className={classes.muted}>{waterfall.pick}</p>;
  const { gap, tools, usage } = turn;
  const called = tools.map(({ toolName, durationSeconds }) =>
    durationSeconds === null ? toolName : `${toolName}, ${texts.session.tool.took(durationSeconds)}`,
  );
  return (
    <>
      <h3 className={classes.turnTitle}>{waterfall.turn(turn.number)}</h3>
      {!gap ? (
        <p className={classes.muted}>{turn.persona ? waterfall.noGap(name) : waterfall.unanswered}</p>
      ) : (
        <dl className={classes.detail}>
          {STAGES.map((stage) => (
            <div key={stage}>
              <dt>
                <i className={`${classes.dot} ${stageColours[stage]}`} />
                {stages[stage].label}
              </dt>
              <dd className="vv-num">{waterfall.ms(gap.stages[stage])}</dd>
              <dd className={classes.hint}>
                {stages[stage].hint}
                {stage === 'think' && called.length > 0 && `. ${waterfall.tools(called.join('; '))}`}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {usage && (
        <p className={classes.muted} title={texts.tokens.hint}>
          {texts.tokens.label}: <span className="vv-num">{texts.tokens.told(usage)}</span>
        </p>
      )}
    </>
  );
}
