import { Refused } from '../api/refused';
import { texts } from '../texts';
import classes from './actions.module.css';

/** Beside a button whose action did not succeed: why. */
export function ActionFailed({ error }: { error: Error | null }) {
  if (!error) return null;
  return (
    <p role="alert" className={classes.failed}>
      {wordsFor(error)}
    </p>
  );
}

/** A refusal speaks with the words of the server. */
export const wordsFor = (error: Error) => (error instanceof Refused ? error.message : texts.failed.unreachable);
