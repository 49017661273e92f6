import { expect, test } from 'vitest';

import { asFile, MOST_BYTES, troubleWith } from './recording';

test.each([
  [12, 100_000, undefined],
  [9.6, 100_000, undefined],
  [9.4, 100_000, 'short'],
  [60.4, 100_000, undefined],
  [61, 100_000, 'long'],
  [30, MOST_BYTES + 1, 'large'],
])('%s seconds in %s bytes: %s', (seconds, bytes, trouble) => {
  expect(troubleWith(seconds, bytes)?.kind).toBe(trouble);
});

test('a recording is named after its kind', () => {
  expect(asFile([], 'audio/mp4;codecs=mp4a.40.2').name).toBe('recording.m4a');
  expect(asFile([], 'audio/webm;codecs=opus').type).toBe('audio/webm');
});
