import { expect, test } from 'vitest';

import { type Frame, heightOf, labelled, linesThrough, middleOf, pathOf, ticksFor } from './chart';

const FRAME: Frame = { width: 120, height: 60, left: 20, right: 0, top: 0, bottom: 10 };

test('days stand side by side, values above each other', () => {
  expect([0, 1, 3].map((n) => middleOf(FRAME, n, 4))).toEqual([32.5, 57.5, 107.5]);
  expect([0, 1, 2].map((value) => heightOf(FRAME, value, 2))).toEqual([50, 25, 0]);
});

test('a day without a value breaks the line', () => {
  const lines = linesThrough(FRAME, [1, 2, null, 0, null], 2);
  expect(lines.map((line) => line.length)).toEqual([2, 1]);
  expect(pathOf(lines[0]!)).toBe('M30.0 25.0L50.0 0.0');
});

test.each([
  [0.84, 1, 6],
  [1.53, 2, 5],
  [0.04, 0.04, 5],
  [12, 15, 4],
])('up to %d the axis ends at %d', (largest, end, lines) => {
  const { max, ticks } = ticksFor(largest);
  expect(max).toBeCloseTo(end);
  expect(ticks).toHaveLength(lines);
  expect(ticks.at(-1)).toBeCloseTo(end);
});

test('the last day always bears its date', () => {
  expect(labelled(7, 10)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(labelled(31, 8).at(-1)).toBe(30);
  expect(labelled(31, 8).length).toBeLessThanOrEqual(8);
});
