import type { Talk } from '../session/talkReducer';
import { texts } from '../texts';
import classes from './Connecting.module.css';

interface ConnectingProps {
  talk: Talk;
  name: string;
  onCancel: () => void;
}

/** How far the connection has got, step by step, so that waiting never looks like hanging. */
export function Connecting({ talk, name, onCancel }: ConnectingProps) {
  const { micAsked, seatTaken, lineOpen } = talk;
  const { steps } = texts;
  const current = micAsked ? 'mic' : !seatTaken ? 'seat' : !lineOpen ? 'line' : 'frame';
  return (
    <div className={classes.connecting}>
      {micAsked && <p className={classes.ask}>{steps.microphone}</p>}
      <ol className={classes.steps}>
        <li data-done={seatTaken || undefined} data-current={current === 'seat' || undefined}>
          {seatTaken ? steps.seat : steps.seatPending}
        </li>
        <li data-done={lineOpen || undefined} data-current={current === 'line' || undefined}>
          {lineOpen ? steps.line : steps.linePending}
        </li>
        <li data-current={current === 'frame' || undefined}>{steps.frame(name)}</li>
      </ol>
      <button type="button" className={classes.cancel} onClick={onCancel}>
        {steps.cancel}
      </button>
    </div>
  );
}
