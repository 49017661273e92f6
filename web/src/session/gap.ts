import type { ToldTimes } from './told';
import type { Turn } from './turns';

/** The pause before an answer, from the user's last sound to the persona's first, in milliseconds. */
export interface Gap {
  /** They add up to the whole, but for those too short to show. */
  stages: readonly { stage: Stage; ms: number }[];
  totalMs: number;
}

/**
 * hear: the user's last sound to their words. think: to the model's first word. speak: to the first sound.
 * carry: from the server to this page's ears. answer: think and speak, where nothing told them apart.
 */
export type Stage = 'hear' | 'think' | 'speak' | 'carry' | 'answer';

/** Over this a pause feels like a wait; the target of a voice turn. */
export const SLOW_GAP_MS = 800;

/** Shown with two decimals, a shorter stage would read as nothing. */
const TOO_SHORT_MS = 5;

/**
 * The gap of an answered turn, or nothing where it could not be measured. The whole is always measured here, on the sound.
 * The server's times split it once they are told; until then it is split by what was seen here.
 */
export function gapOf(turn: Turn): Gap | undefined {
  const { endedAtMs, audibleAtMs, measurable, told } = turn;
  if (!measurable || audibleAtMs === undefined || audibleAtMs < endedAtMs) return undefined;
  const totalMs = audibleAtMs - endedAtMs;
  const stages = told?.firstSoundS == null ? seenHere(turn, audibleAtMs) : toldByServer(told, totalMs);
  return { stages: stages.filter(({ ms }) => ms >= TOO_SHORT_MS), totalMs };
}

/** The server sends her words as their sound leaves it: the first of them tells answering from carrying, but not thinking from speaking. */
function seenHere({ typed, endedAtMs, heardAtMs, wordsAtMs }: Turn, audibleAtMs: number): Gap['stages'] {
  const heard = within(typed ? endedAtMs : heardAtMs, endedAtMs, audibleAtMs) ?? endedAtMs;
  const words = within(wordsAtMs, heard, audibleAtMs) ?? audibleAtMs;
  return [
    { stage: 'hear', ms: heard - endedAtMs },
    { stage: 'answer', ms: words - heard },
    { stage: 'carry', ms: audibleAtMs - words },
  ];
}

/** What the server does not account for was spent on the way here. */
function toldByServer({ transcriptS, firstTokenS, firstSoundS }: ToldTimes, totalMs: number): Gap['stages'] {
  const sound = Math.min((firstSoundS ?? 0) * 1000, totalMs);
  // Speculation may have the first word ready before the user's turn was over: then thinking cost nothing.
  const transcript = Math.min((transcriptS ?? 0) * 1000, sound);
  const token = Math.min(Math.max((firstTokenS ?? 0) * 1000, transcript), sound);
  return [
    { stage: 'hear', ms: transcript },
    { stage: 'think', ms: token - transcript },
    { stage: 'speak', ms: sound - token },
    { stage: 'carry', ms: totalMs - sound },
  ];
}

const within = (atMs: number | undefined, fromMs: number, toMs: number) =>
  atMs !== undefined && atMs >= fromMs && atMs < toMs ? atMs : undefined;

/** Middle value, e.g. the median gap of a conversation; nothing for no values. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : sorted.length ? (sorted[middle - 1]! + sorted[middle]!) / 2 : undefined;
}
