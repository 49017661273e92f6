import { expect, test } from 'vitest';

import { changesOf, draftOf } from './draft';
import type { Organization } from './queries';

const STORED = {
  name: 'Museum',
  defaultLanguage: null,
  maxConcurrentSessions: 4,
  maxSessionLengthSeconds: 90,
  retentionDays: null,
} as unknown as Organization;

test('only what was changed is sent', () => {
  const draft = draftOf(STORED);
  expect(draft).toEqual({ name: 'Museum', language: '', seats: '4', minutes: '1.5', days: '' });
  expect(changesOf(draft, STORED)).toEqual({});
  expect(changesOf({ ...draft, minutes: '10', days: '7' }, STORED)).toEqual({ maxSessionLengthSeconds: 600, retentionDays: 7 });
});

test('what was emptied is the default again', () => {
  expect(changesOf({ ...draftOf(STORED), seats: ' ', minutes: '' }, STORED)).toEqual({
    maxConcurrentSessions: null,
    maxSessionLengthSeconds: null,
  });
});
