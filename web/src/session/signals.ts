import type { MicTrouble, Trouble } from './phase';
import type { ToldGap } from './told';

/**
 * Everything a conversation hears: the SDK's events, our own loudness meters, what the user pressed.
 * `atMs` is the page's clock (performance.now) at the moment meant, which for sound lies a little in the past.
 */
export type Signal =
  | { type: 'start' }
  /** The browser asks the user for the microphone, or has its answer. */
  | { type: 'mic-asked'; open: boolean }
  | { type: 'seat-taken' }
  | { type: 'line-open' }
  | { type: 'first-frame'; atMs: number }
  | { type: 'user-speech-started'; atMs: number }
  /** `lastSoundAtMs`: the user's last audible sample, where the microphone's meter knows it. */
  | { type: 'user-speech-ended'; atMs: number; lastSoundAtMs?: number }
  | { type: 'user-typed'; atMs: number; text: string }
  | ({ type: 'text'; atMs: number } & Text)
  /** The server's own times of the answers so far. */
  | { type: 'gaps-told'; gaps: readonly ToldGap[] }
  | { type: 'persona-audible'; atMs: number }
  | { type: 'persona-silent' }
  | { type: 'interrupt' }
  /** The user's turn brought no answer within reason: a cough, or a model that says nothing. */
  | { type: 'nothing-came' }
  /** The page was hidden: browsers slow hidden pages down, so an open gap can no longer be measured. */
  | { type: 'hidden' }
  | { type: 'mic-denied'; mic: MicTrouble }
  | { type: 'full' }
  | { type: 'failed'; atMs: number; trouble: Trouble }
  | { type: 'hung-up'; atMs: number }
  | { type: 'back-to-lobby' };

export type Side = 'you' | 'persona';

/** A piece of a line. */
export interface Text {
  side: Side;
  id: string;
  content: string;
  /** The first piece of its line. */
  begins: boolean;
  complete: boolean;
  interrupted: boolean;
}
