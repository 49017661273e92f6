import type { Signal } from './signals';

/** The pause before an answer, from the user's last sound to the persona's first, in milliseconds. */
export interface Gap {
  stages: readonly { stage: Stage; ms: number }[];
  totalMs: number;
}

export const stageOrder = ['hear', 'think', 'speak', 'face'] as const;
export type Stage = (typeof stageOrder)[number];

/** Over this a pause feels like a wait; the target of a voice turn. */
export const SLOW_GAP_MS = 800;

/**
 * One turn of the user and what came back, as moments on the page's clock:
 *
 *     user's last sound ──hear──▶ user's words ──think──▶ persona's first words ──speak──▶ first audible sample
 */
export interface Turn {
  typed: boolean;
  endedAtMs: number;
  heardAtMs?: number;
  wordsAtMs?: number;
  audibleAtMs?: number;
  /** The persona's line that answers it. */
  lineId?: string;
  /** False once something made the measurement worthless. */
  measurable: boolean;
}

export function turnsReducer(turns: readonly Turn[], signal: Signal): readonly Turn[] {
  const last = turns.at(-1);
  const open = last && last.audibleAtMs === undefined ? last : undefined;
  const amend = (change: Partial<Turn>) => turns.with(-1, { ...open!, ...change });
  switch (signal.type) {
    case 'start':
      return [];
    case 'user-speech-ended':
      return begin(turns, { typed: false, endedAtMs: signal.lastSoundAtMs ?? signal.atMs, measurable: true });
    case 'user-typed':
      return begin(turns, { typed: true, endedAtMs: signal.atMs, heardAtMs: signal.atMs, measurable: true });
    case 'user-speech-started':
      // Still talking, or talking again before an answer: the gap begins anew when they end.
      return open ? turns.slice(0, -1) : turns;
    case 'text':
      if (signal.side === 'you') return open && !open.typed && !open.lineId ? amend({ heardAtMs: signal.atMs }) : turns;
      if (turns.some(({ lineId }) => lineId === signal.id)) return turns;
      if (open) return open.lineId ? turns : amend({ wordsAtMs: signal.atMs, lineId: signal.id });
      // Her words came after her voice: the line still belongs to the turn it answers.
      return last && !last.lineId ? turns.with(-1, { ...last, lineId: signal.id }) : turns;
    case 'persona-audible':
      // Sound before any words of the user's or hers: she only went on after a cough or an "mhm".
      return open && (open.heardAtMs ?? open.wordsAtMs) !== undefined ? amend({ audibleAtMs: signal.atMs }) : turns;
    case 'hidden':
      return open ? amend({ measurable: false }) : turns;
    case 'nothing-came':
      return open ? turns.slice(0, -1) : turns;
    default:
      return turns;
  }
}

/** An unanswered turn is replaced: what the user said last is what gets answered. */
function begin(turns: readonly Turn[], turn: Turn): readonly Turn[] {
  const answered = turns.at(-1)?.audibleAtMs !== undefined;
  return [...(answered ? turns : turns.slice(0, -1)), turn];
}

/**
 * The gap of an answered turn, or nothing where it could not be measured.
 * A stage whose end was not seen in order is left out and its time counted to the next one seen,
 * so the stages always add up to the whole. Face is never seen from here: picture and sound leave on one clock.
 */
export function gapOf({ typed, endedAtMs, heardAtMs, wordsAtMs, audibleAtMs, measurable }: Turn): Gap | undefined {
  if (!measurable || audibleAtMs === undefined || audibleAtMs < endedAtMs) return undefined;
  const ends: [Stage, number | undefined][] = [
    ['hear', typed ? undefined : heardAtMs],
    ['think', wordsAtMs],
    ['speak', audibleAtMs],
  ];
  const stages: { stage: Stage; ms: number }[] = [];
  let from = endedAtMs;
  for (const [stage, at] of ends) {
    if (at === undefined || at < from || at > audibleAtMs) continue;
    stages.push({ stage, ms: at - from });
    from = at;
  }
  return { stages, totalMs: audibleAtMs - endedAtMs };
}

/** Middle value, e.g. the median gap of a conversation; nothing for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : sorted.length ? (sorted[middle - 1]! + sorted[middle]!) / 2 : undefined;
}
