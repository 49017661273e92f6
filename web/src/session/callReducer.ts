import type { Signal } from './signals';
import { inLobby, type Talk, talkReducer } from './talkReducer';
import { type Line, transcriptReducer } from './transcript';
import { type Turn, turnsReducer, withTold } from './turns';

/** One conversation as the page shows it: who has the floor, what was said, how long the pauses were. */
export interface Call {
  talk: Talk;
  lines: readonly Line[];
  turns: readonly Turn[];
  /** First frame and end, on the page's clock. */
  startedAtMs?: number;
  endedAtMs?: number;
}

export const noCall: Call = { talk: inLobby, lines: [], turns: [] };

export function callReducer(call: Call, signal: Signal): Call {
  const talk = talkReducer(call.talk, signal);
  if (signal.type === 'start' || signal.type === 'back-to-lobby') return { ...noCall, talk };
  if (signal.type === 'gaps-told') return { ...call, turns: withTold(call.turns, call.lines, signal.gaps) };
  return {
    talk,
    lines: transcriptReducer(call.lines, signal),
    turns: turnsReducer(call.turns, signal),
    startedAtMs: call.startedAtMs ?? (signal.type === 'first-frame' ? signal.atMs : undefined),
    endedAtMs: call.endedAtMs ?? (signal.type === 'hung-up' || signal.type === 'failed' ? signal.atMs : undefined),
  };
}
