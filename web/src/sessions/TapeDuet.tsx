import { SLOW_GAP_MS } from '../session/gap';
import { texts } from '../texts';
import type { Said, Tape, TapeTurn } from './tape';
import classes from './TapeDuet.module.css';

interface TapeDuetProps {
  tape: Tape;
  personaName: string;
  nowS: number;
  selected?: number;
  onSeek: (seconds: number) => void;
  onSelect: (turn: number) => void;
}

const STEPS_S = [5, 10, 30, 60, 300, 600];
const MOST_TICKS = 9;

/** The whole conversation as a duet: you above, the persona below, the gaps between; and the scrubber of its recording. */
export function TapeDuet({ tape, personaName, nowS, selected, onSeek, onSelect }: TapeDuetProps) {
  const { lengthS, turns } = tape;
  const { tape: words } = texts.session;
  const at = (seconds: number) => `${(Math.min(seconds, lengthS) / lengthS) * 100}%`;
  return (
    <div className={classes.duet}>
      <div className={classes.names} aria-hidden="true">
        <span data-side="you">{texts.you}</span>
        <span data-side="persona">{personaName}</span>
      </div>
      <div className={classes.scroll} role="group" aria-label={words.duet(personaName)}>
        <div className={classes.lanes}>
          {ticksOf(lengthS).map((second) => (
            <span key={second} className={classes.tick} style={{ left: at(second) }}>
              <span className="vv-num">{texts.clock(second)}</span>
            </span>
          ))}
          {turns.map((turn) => (
            <div key={turn.number}>
              <Bar side="you" said={turn.you} at={at} />
              <Bar side="persona" said={turn.persona} at={at} />
            </div>
          ))}
          <input
            type="range"
            className={classes.seek}
            min={0}
            max={lengthS}
            step={0.1}
            value={Math.min(nowS, lengthS)}
            aria-label={words.seek}
            aria-valuetext={texts.clock(nowS)}
            onChange={(event) => onSeek(Number(event.currentTarget.value))}
          />
          {turns.map((turn) => (
            <Bridge key={turn.number} turn={turn} selected={selected === turn.number} tape={tape} onSelect={onSelect} />
          ))}
          <span className={classes.playhead} style={{ left: at(nowS) }} />
        </div>
      </div>
    </div>
  );
}

function Bar({ side, said, at }: { side: 'you' | 'persona'; said?: Said; at: (seconds: number) => string }) {
  if (!said) return null;
  return (
    <span
      className={classes.said}
      data-side={side}
      data-typed={said.fromS === said.toS || undefined}
      style={{ left: at(said.fromS), right: `calc(100% - ${at(said.toS)})` }}
    />
  );
}

interface BridgeProps {
  turn: TapeTurn;
  selected: boolean;
  tape: Tape;
  onSelect: (turn: number) => void;
}

/** The gap of a turn, from the end of your line to the start of the answer. */
function Bridge({ turn: { number, gap, persona }, selected, tape, onSelect }: BridgeProps) {
  if (!gap || !persona) return null;
  const fromS = Math.max(0, persona.fromS - gap.totalMs / 1000);
  return (
    <button
      type="button"
      className={classes.gap}
      data-slow={gap.totalMs > SLOW_GAP_MS || undefined}
      data-flip={persona.fromS > tape.lengthS * 0.9 || undefined}
      data-selected={selected || undefined}
      aria-label={texts.session.tape.gap(number, gap.totalMs)}
      onClick={() => onSelect(number)}
      style={{ left: `${(fromS / tape.lengthS) * 100}%`, width: `${((persona.fromS - fromS) / tape.lengthS) * 100}%` }}
    >
      <span className={`${classes.number} vv-num`} aria-hidden="true">
        {texts.seconds(gap.totalMs)}
      </span>
    </button>
  );
}

function ticksOf(lengthS: number): number[] {
  const step = STEPS_S.find((seconds) => lengthS / seconds <= MOST_TICKS) ?? Math.ceil(lengthS / MOST_TICKS / 600) * 600;
  const ticks: number[] = [];
  for (let second = 0; second <= lengthS * 0.97; second += step) ticks.push(second);
  return ticks;
}
