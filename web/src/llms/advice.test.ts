import { expect, test } from 'vitest';

import { adviceFor, isSlow } from './advice';

test.each([
  ["gpt-4o: Error code: 401 - {'error': {'message': 'Incorrect API key provided: [key]'}}", 'key'],
  ["m: Error code: 404 - {'error': {'message': 'The model `m` does not exist'}}", 'model'],
  ['m: Error code: 429 - You exceeded your current quota', 'limit'],
  ['m: Connection error. (All connection attempts failed)', 'reach'],
  ['It was not done within 20 seconds.', 'time'],
  ['m: what came is no chat completion', 'other'],
])('%s', (error, advice) => {
  expect(adviceFor(error)).toBe(advice);
});

test('late first words are slow, and an error is no answer at all', () => {
  const answer = { ok: true, text: 'Hello.', totalMs: 2000, error: null };
  expect(isSlow({ ...answer, firstTokenMs: 900 })).toBe(true);
  expect(isSlow({ ...answer, firstTokenMs: 300 })).toBe(false);
  expect(isSlow({ ...answer, ok: false, firstTokenMs: 900 })).toBe(false);
});
