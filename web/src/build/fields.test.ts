import { expect, test } from 'vitest';

import { nora } from './exampleFields';
import { changedIn, greetingOf, same } from './fields';

test('what is the same in JSON is no change', () => {
  expect(same({ a: 1, b: undefined, c: [1, { d: null }] }, { c: [1, {}], a: 1 })).toBe(true);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(changedIn({ name: 'Nora', systemPrompt: 'You run.', directorNotes: {} }, nora)).toEqual({ systemPrompt: 'You run.' });
});

test('a greeting is what it says word for word, and nothing where it makes something up or waits', () => {
  expect(greetingOf({ skipGreeting: false, initialMessage: ' Hello. ' })).toBe('Hello.');
  expect(greetingOf({ skipGreeting: false, initialMessage: null })).toBeUndefined();
  expect(greetingOf({ skipGreeting: true, initialMessage: 'Hello.' })).toBeUndefined();
});
