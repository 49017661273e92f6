import { expect, test } from 'vitest';

import { stagesAt } from './stages';

const states = (progress: number, begun = true) => stagesAt(progress, begun).map(({ state }) => state);

test('stages before the progress are done, and the one at work is named', () => {
  expect(states(0.4)).toEqual(['done', 'done', 'now', 'later', 'later', 'later']);
  expect(states(0.3)).toEqual(['done', 'done', 'now', 'later', 'later', 'later']);
  expect(states(1)).toEqual(['done', 'done', 'done', 'done', 'done', 'done']);
});

test('nothing is at work before its turn', () => {
  expect(states(0, false)).toEqual(['later', 'later', 'later', 'later', 'later', 'later']);
});
