import type { Signal } from './signals';
import type { ToldGap, ToldTimes } from './told';
import type { Line } from './transcript';

/**
 * One turn of the user and what came back, as moments on the page's clock:
 *
 *     user's last sound ──hear──▶ user's words ──answer──▶ persona's first words ──carry──▶ first audible sample
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
  /** The server's own times of this answer, once it has told. */
  told?: ToldTimes;
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
      // More of a line that began before this turn answers nothing new.
      if (!signal.begins) return turns;
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
 * Puts the server's times to the turns they belong to. Both are in order, and an answer is known by its text:
 * what the server counts as heard is what it sent here.
 */
export function withTold(turns: readonly Turn[], lines: readonly Line[], gaps: readonly ToldGap[]): readonly Turn[] {
  let next = 0;
  return turns.map((turn) => {
    const text = lines.find(({ id }) => id === turn.lineId)?.text.trim();
    const found = text === undefined ? -1 : gaps.findIndex((gap, k) => k >= next && gap.text.trim() === text);
    if (found < 0) return turn;
    next = found + 1;
    return turn.told ? turn : { ...turn, told: gaps[found] };
  });
}
