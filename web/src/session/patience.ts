import type { Call } from './callReducer';

const NO_WORDS_AFTER_MS = 4_000;
const NO_ANSWER_AFTER_MS = 30_000;

/** After how long without the user's words, or with them and without an answer, nothing is coming; undefined: nothing is awaited. */
export function patienceMs({ talk, turns }: Call): number | undefined {
  if (!talk.awaiting || talk.audible) return undefined;
  return turns.at(-1)?.heardAtMs === undefined ? NO_WORDS_AFTER_MS : NO_ANSWER_AFTER_MS;
}
