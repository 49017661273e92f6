import { describe, expect, it } from 'vitest';

import { gapOf, median, type Turn, turnsReducer } from './gap';
import type { Side, Signal } from './signals';

const starts = (atMs: number): Signal => ({ type: 'user-speech-started', atMs });
const ends = (atMs: number, lastSoundAtMs?: number): Signal => ({ type: 'user-speech-ended', atMs, lastSoundAtMs });
const types = (atMs: number): Signal => ({ type: 'user-typed', atMs, text: 'Hello' });
const audible = (atMs: number): Signal => ({ type: 'persona-audible', atMs });
const text = (atMs: number, side: Side, id: string): Signal => ({ type: 'text', atMs, side, id, content: 'words', complete: true, interrupted: false });

const play = (...signals: Signal[]) => signals.reduce<readonly Turn[]>(turnsReducer, []);
const gapAfter = (...signals: Signal[]) => gapOf(play(...signals).at(-1)!);

describe('the gap of a spoken turn', () => {
  it('runs from the last sound to the first, split where the words came', () => {
    expect(gapAfter(starts(0), ends(1300, 1000), text(1350, 'you', 'u1'), text(1500, 'persona', 'p1'), audible(1620))).toEqual({
      totalMs: 620,
      stages: [
        { stage: 'hear', ms: 350 },
        { stage: 'think', ms: 150 },
        { stage: 'speak', ms: 120 },
      ],
    });
  });

  it('starts at the server’s word where no last sound is known', () => {
    expect(gapAfter(ends(1300), text(1350, 'you', 'u1'), audible(1600))?.totalMs).toBe(300);
  });

  it('counts a stage that was not seen to the next one, so the stages add up', () => {
    const gap = gapAfter(ends(1000), text(1200, 'you', 'u1'), audible(1700), text(1750, 'persona', 'p1'))!;
    expect(gap.stages).toEqual([
      { stage: 'hear', ms: 200 },
      { stage: 'speak', ms: 500 },
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

  it('is not closed by her going on after a cough', () => {
    const turns = play(starts(0), ends(500), audible(900));
    expect(turns[0]?.audibleAtMs).toBeUndefined();
    expect(turnsReducer(turns, { type: 'nothing-came' })).toEqual([]);
  });

  it('is not closed by more of a line that answered an earlier turn', () => {
    const first = [ends(1000), text(1100, 'you', 'u1'), text(1200, 'persona', 'p1'), audible(1300)];
    const turns = play(...first, ends(5000), text(5100, 'persona', 'p1'), audible(5200));
    expect(turns.at(-1)?.audibleAtMs).toBeUndefined();
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
        { stage: 'think', ms: 200 },
        { stage: 'speak', ms: 90 },
      ],
    });
  });
});

describe('turns', () => {
  it('remember the line that answers them, also when it comes after the voice', () => {
    expect(play(ends(1000), text(1100, 'you', 'u1'), audible(1300), text(1400, 'persona', 'p1'))[0]?.lineId).toBe('p1');
  });

  it('do not count the greeting', () => {
    expect(play(text(10, 'persona', 'p0'), audible(20))).toEqual([]);
  });
});

describe('median', () => {
  it('is the middle, or the mean of the two in the middle', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeUndefined();
  });
});
