import { SLOW_GAP_MS } from '../session/gap';
import { texts } from '../texts';
import stageColours from './stages.module.css';
import { type Gap, STAGES, type TapeTurn } from './tape';
import classes from './Waterfall.module.css';

/** Milliseconds between two lines of the axis; the first step that leaves few enough of them. */
const STEPS_MS = [250, 500, 1_000, 2_000, 5_000, 10_000];
const MOST_LINES = 7;
/** Of the axis: a narrower bar has no room for its number. */
const ROOM_FOR_NUMBER = 0.09;

/** The colours of the four stages of a gap. */
export function StageKey() {
  return (
    <ul className={classes.key}>
      {STAGES.map((name) => (
        <li key={name} title={texts.session.stages[name].hint}>
          <i className={stageColours[name]} />
          {texts.session.stages[name].label}
        </li>
      ))}
    </ul>
  );
}

interface WaterfallProps {
  turns: readonly TapeTurn[];
  selected?: number;
  onSelect: (turn: number) => void;
}

/** Every gap of a conversation, one row each, on one axis with the target. */
export function Waterfall({ turns, selected, onSelect }: WaterfallProps) {
  const { waterfall } = texts.session;
  const rows = turns.filter((turn): turn is TapeTurn & { gap: Gap } => turn.gap !== undefined);
  if (rows.length === 0) return <p className={classes.none}>{waterfall.none}</p>;
  const { max, ticks } = axisFor(Math.max(SLOW_GAP_MS, ...rows.map(({ gap }) => gap.totalMs)));
  return (
    <div className={classes.waterfall}>
      <div className={classes.axis} aria-hidden="true">
        {ticks.map((ms) => (
          <span key={ms} style={{ left: `${(ms / max) * 100}%` }} className="vv-num">
            {ms === 0 ? '0' : waterfall.ms(ms)}
          </span>
        ))}
      </div>
      <ul className={classes.rows}>
        {rows.map(({ number, gap }) => (
          <li key={number}>
            <button
              type="button"
              className={classes.row}
              data-selected={selected === number || undefined}
              aria-pressed={selected === number}
              onClick={() => onSelect(number)}
            >
              <span className={classes.index}>
                <span className="vv-sr">{waterfall.turn(number)}</span>
                <span aria-hidden="true">{number}</span>
              </span>
              <span className={classes.track}>
                <GapBar gap={gap} max={max} />
              </span>
              <span className={`${classes.total} vv-num`} data-slow={gap.totalMs > SLOW_GAP_MS || undefined}>
                {waterfall.ms(gap.totalMs)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div className={classes.grid} aria-hidden="true">
        {ticks.map((ms) => (
          <i key={ms} style={{ left: `${(ms / max) * 100}%` }} />
        ))}
        <i className={classes.target} style={{ left: `${(SLOW_GAP_MS / max) * 100}%` }}>
          <span>{waterfall.target(SLOW_GAP_MS)}</span>
        </i>
      </div>
    </div>
  );
}

/** One gap as joined bars. */
function GapBar({ gap, max }: { gap: Gap; max: number }) {
  return (
    <span className={classes.bar} data-tall>
      {STAGES.filter((name) => gap.stages[name] > 0).map((name) => (
        <span key={name} className={stageColours[name]} style={{ width: `${(gap.stages[name] / max) * 100}%` }}>
          <b className={gap.stages[name] / max > ROOM_FOR_NUMBER ? 'vv-num' : 'vv-sr'}>
            <span className="vv-sr">{texts.session.stages[name].label} </span>
            {gap.stages[name]}
          </b>
        </span>
      ))}
    </span>
  );
}

export function axisFor(longestMs: number): { max: number; ticks: number[] } {
  const step = STEPS_MS.find((ms) => longestMs / ms <= MOST_LINES) ?? Math.ceil(longestMs / MOST_LINES / 10_000) * 10_000;
  const lines = Math.ceil(longestMs / step);
  return { max: lines * step, ticks: Array.from({ length: lines + 1 }, (_, k) => k * step) };
}
