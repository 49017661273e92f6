/** Where a conversation stands. Exactly one of these is on screen at any time. */
export type Phase =
  | 'lobby'
  | 'connecting'
  | 'listening'
  | 'thinking'
  | 'speaking'
  | 'interrupted'
  | 'ended'
  | 'mic-denied'
  | 'full'
  | 'failed';

/** The two of them are on the line. */
export const isLive = (phase: Phase) =>
  phase === 'listening' || phase === 'thinking' || phase === 'speaking' || phase === 'interrupted';

/** Why there is no microphone; each has another way out. */
export type MicTrouble = 'refused' | 'absent' | 'busy' | 'insecure';

/** Why a conversation did not come about, or broke off. */
export type Failure =
  /** Connected, then no pictures for a while, or the media connection gave up. */
  | 'line-dropped'
  /** A seat was taken, but no picture ever came. */
  | 'no-media'
  /** The signalling socket could not be opened again. */
  | 'signalling-lost'
  /** The server ended the conversation and said why. */
  | 'ended-by-server'
  /** The server answered with an error. */
  | 'refused'
  /** The server did not answer at all. */
  | 'unreachable';

/** What went wrong, as far as the page knows. */
export interface Trouble {
  mic?: MicTrouble;
  failure?: Failure;
  /** The server's own sentence. */
  reason?: string;
  /** A code to quote when asking for help. */
  code?: string;
}
