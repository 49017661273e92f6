import { describe, expect, it } from 'vitest';

import { gapOf, median } from './gap';
import type { Side, Signal } from './signals';
import { type Turn, turnsReducer } from './turns';

const starts = (atMs: number): Signal => ({ type: 'user-speech-started', atMs });
const ends = (atMs: number, lastSoundAtMs?: number): Signal => ({ type: 'user-speech-ended', atMs, lastSoundAtMs });
const types = (atMs: number): Signal => ({ type: 'user-typed', atMs, text: 'Hello' });
const audible = (atMs: number): Signal => ({ type: 'persona-audible', atMs });
const text = (atMs: number, side: Side, id: string): Signal => ({ type: 'text', atMs, side, id, content: 'words', begins: true, complete: true, interrupted: false });

const play = (...signals: Signal[]) => signals.reduce<readonly Turn[]>(turnsReducer, []);
const gapAfter = (...signals: Signal[]) => gapOf(play(...signals).at(-1)!);

describe('the gap of a spoken turn', () => {
  it('runs from the last sound to the first, split where the words came', () => {
    expect(gapAfter(starts(0), ends(1300, 1000), text(1350, 'you', 'u1'), text(1500, 'persona', 'p1'), audible(1620))).toEqual({
      totalMs: 620,
      stages: [
        { stage: 'hear', ms: 350 },
        { stage: 'answer', ms: 150 },
        { stage: 'carry', ms: 120 },
      ],
    });
  });

  it('starts at the server’s word where no last sound is known', () => {
    expect(gapAfter(ends(1300), text(1350, 'you', 'u1'), audible(1600))?.totalMs).toBe(300);
  });

  it('carries nothing when her words come after her sound', () => {
    const gap = gapAfter(ends(1000), text(1200, 'you', 'u1'), audible(1700), text(1750, 'persona', 'p1'))!;
    expect(gap.stages).toEqual([
      { stage: 'hear', ms: 200 },
      { stage: 'answer', ms: 500 },
    ]);
    expect(gap.stages.reduce((sum, { ms }) => sum + ms, 0)).toBe(gap.totalMs);
  });

  it('takes the last of several transcripts as heard', () => {
    expect(gapAfter(ends(1000), text(1200, 'you', 'u1'), text(1400, 'you', 'u2'), text(1500, 'persona', 'p1'), audible(1600))?.stages[0]).toEqual({
      stage: 'hear',
      ms: 400,
    });
  });

  it('begins anew when the user goes on talking before an answer', () => {
    const turns = play(ends(1000), text(1100, 'you', 'u1'), starts(1200), ends(2000), text(2100, 'you', 'u2'), audible(2500));
    expect(turns).toHaveLength(1);
    expect(gapOf(turns[0]!)?.totalMs).toBe(500);
  });

  it('is not told when the page was hidden in between', () => {
    expect(gapAfter(ends(1000), text(1100, 'you', 'u1'), { type: 'hidden' }, audible(1600))).toBeUndefined();
  });
});

describe('the gap of a typed turn', () => {
  it('has nothing to hear', () => {
    expect(gapAfter(types(1000), text(1010, 'you', 'u1'), text(1200, 'persona', 'p1'), audible(1290))).toEqual({
      totalMs: 290,
      stages: [
        { stage: 'answer', ms: 200 },
        { stage: 'carry', ms: 90 },
      ],
    });
  });
});

describe('a gap with the server’s times', () => {
  const turn: Turn = { typed: false, endedAtMs: 1000, heardAtMs: 1400, audibleAtMs: 1900, measurable: true };
  const stagesOf = (transcriptS: number | null, firstTokenS: number | null, firstSoundS: number | null, from = turn) =>
    Object.fromEntries(gapOf({ ...from, told: { transcriptS, firstTokenS, firstSoundS } })!.stages.map(({ stage, ms }) => [stage, Math.round(ms)]));

  it('is split by them, and what is left was the way here', () => {
    expect(stagesOf(0.3, 0.5, 0.7)).toEqual({ hear: 300, think: 200, speak: 200, carry: 200 });
  });

  it('has no thinking when that was done before the user’s turn was over', () => {
    expect(stagesOf(0.3, 0.1, 0.6)).toEqual({ hear: 300, speak: 300, carry: 300 });
  });

  it('never adds up to more than was measured here', () => {
    expect(stagesOf(0.3, 0.5, 1.2)).toEqual({ hear: 300, think: 200, speak: 400 });
  });

  it('has nothing to hear when the turn was typed', () => {
    expect(stagesOf(null, 0.2, 0.5, { ...turn, typed: true })).toEqual({ think: 200, speak: 300, carry: 400 });
  });

  it('is split as it was seen here when they say nothing of a sound', () => {
    expect(stagesOf(0.3, null, null)).toEqual({ hear: 400, answer: 500 });
  });
});

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });
});
