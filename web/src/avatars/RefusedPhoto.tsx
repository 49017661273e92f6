import { Refused } from '../api/refused';
import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import classes from './RefusedPhoto.module.css';

/** The server did not take the photo: why, in its own words, and what to do. The photo is still there. */
export function RefusedPhoto({ error }: { error: Error | null }) {
  if (!error) return null;
  const { refused, refusedHint } = texts.newAvatar;
  const status = error instanceof Refused ? error.status : undefined;
  const kind = status === 422 || status === 413 ? 'unusable' : status === 429 ? 'later' : 'other';
  const wait = error instanceof Refused ? error.retryAfterS : undefined;
  return (
    <div role="alert" className={classes.refused} data-kind={kind}>
      <h2>{refused[kind]}</h2>
      <p>{wordsFor(error)}</p>
      <p>{kind === 'later' && wait !== undefined ? refusedHint.laterIn(wait) : refusedHint[kind]}</p>
    </div>
  );
}
