import { Refused } from './refused';

const MOST_TRIES = 2;

/** A refusal stays one, but for a server that is only busy; whatever did not arrive may arrive the next time. */
export function mayTryAgain(failures: number, error: Error): boolean {
  if (failures >= MOST_TRIES) return false;
  return !(error instanceof Refused) || error.status === 429 || error.status === 503;
}
