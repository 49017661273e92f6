import { describe, expect, it } from 'vitest';

import type { Signal } from './signals';
import { type Line, transcriptReducer } from './transcript';

const text = (side: 'you' | 'persona', id: string, content: string, end: Partial<Line> = {}): Signal => ({
  type: 'text',
  atMs: 0,
  side,
  id,
  content,
  begins: true,
  complete: false,
  interrupted: false,
  ...end,
});
const play = (...signals: Signal[]) => signals.reduce<readonly Line[]>(transcriptReducer, []);

describe('the transcript', () => {
  it('joins the chunks of her line as they are', () => {
    const [line] = play(text('persona', 'p1', 'Start '), text('persona', 'p1', 'upstairs.', { complete: true }));
    expect(line).toMatchObject({ text: 'Start upstairs.', complete: true, interrupted: false });
  });

  it('marks a line that was cut off and keeps what was heard', () => {
    const lines = play(text('persona', 'p1', 'Start up'), text('persona', 'p1', '', { complete: true, interrupted: true }));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ text: 'Start up', interrupted: true });
  });

  it('shows what is typed at once and lets the echo take its place', () => {
    const typed = play({ type: 'user-typed', atMs: 0, text: 'Hello ' });
    expect(typed[0]).toMatchObject({ text: 'Hello ', pending: true });
    const echoed = transcriptReducer(typed, text('you', 'u1', 'Hello', { complete: true }));
    expect(echoed).toHaveLength(1);
    expect(echoed[0]).toMatchObject({ id: 'u1', text: 'Hello', pending: false });
  });

  it('keeps two equal messages apart', () => {
    const twice = play(
      { type: 'user-typed', atMs: 0, text: 'Yes' },
      text('you', 'u1', 'Yes'),
      { type: 'user-typed', atMs: 0, text: 'Yes' },
      text('you', 'u2', 'Yes'),
    );
    expect(twice.map(({ id }) => id)).toEqual(['u1', 'u2']);
  });

  it('has no line for words that are none', () => {
    expect(play(text('persona', 'p1', ' '))).toEqual([]);
  });

  it('begins empty with each conversation', () => {
    expect(play(text('persona', 'p1', 'Hi'), { type: 'start' })).toEqual([]);
  });
});
