import { describe, expect, it } from 'vitest';

import type { Side, Signal } from './signals';
import type { Line } from './transcript';
import { type Turn, turnsReducer, withTold } from './turns';

const starts = (atMs: number): Signal => ({ type: 'user-speech-started', atMs });
const ends = (atMs: number, lastSoundAtMs?: number): Signal => ({ type: 'user-speech-ended', atMs, lastSoundAtMs });
const audible = (atMs: number): Signal => ({ type: 'persona-audible', atMs });
const text = (atMs: number, side: Side, id: string, begins = true): Signal => ({ type: 'text', atMs, side, id, content: 'words', begins, complete: true, interrupted: false });

const play = (...signals: Signal[]) => signals.reduce<readonly Turn[]>(turnsReducer, []);

describe('turns', () => {
  it('are not closed by her going on after a cough', () => {
    const turns = play(starts(0), ends(500), audible(900));
    expect(turns[0]?.audibleAtMs).toBeUndefined();
    expect(turnsReducer(turns, { type: 'nothing-came' })).toEqual([]);
  });

  it('are not closed by more of a line that answered nothing or an earlier turn', () => {
    const turns = play(text(900, 'persona', 'p1'), ends(5000), text(5100, 'persona', 'p1', false), audible(5200));
    expect(turns.at(-1)?.audibleAtMs).toBeUndefined();
  });

  it('remember the line that answers them, also when it comes after the voice', () => {
    expect(play(ends(1000), text(1100, 'you', 'u1'), audible(1300), text(1400, 'persona', 'p1'))[0]?.lineId).toBe('p1');
  });

  it('do not count the greeting', () => {
    expect(play(text(10, 'persona', 'p0'), audible(20))).toEqual([]);
  });

  it('get the server’s times by the text of their answers, in order', () => {
    const line = (id: string, words: string): Line => ({ id, side: 'persona', text: words, complete: true, interrupted: false, pending: false });
    const turn = (lineId: string): Turn => ({ typed: false, endedAtMs: 0, audibleAtMs: 1, lineId, measurable: true });
    const gap = (words: string, firstSoundS: number) => ({ text: words, transcriptS: null, firstTokenS: null, firstSoundS });
    const told = withTold([turn('a'), turn('b'), turn('c')], [line('a', 'Yes. '), line('b', 'No.'), line('c', 'Yes.')], [gap('Yes.', 1), gap('Yes.', 2)]);
    expect(told.map((one) => one.told?.firstSoundS)).toEqual([1, undefined, 2]);
  });
});
