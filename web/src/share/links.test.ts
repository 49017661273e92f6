import { expect, test } from 'vitest';

import { nameOf, stateOf } from './links';
import type { Link } from './queries';

const link = { enabled: true, expiresAt: null, usageLimit: null, usageCount: 9, token: 'sh_abcdefghij' } as Link;
const NOON = Date.parse('2026-11-28T12:00:00Z');

test('a link is open until something closes it', () => {
  expect(stateOf(link, NOON)).toBe('open');
  expect(stateOf({ ...link, usageLimit: 10, expiresAt: '2026-11-28T12:00:01Z' }, NOON)).toBe('open');
  expect(stateOf({ ...link, usageLimit: 9 }, NOON)).toBe('used-up');
  expect(stateOf({ ...link, usageLimit: 9, expiresAt: '2026-11-28T12:00:00Z' }, NOON)).toBe('expired');
  expect(stateOf({ ...link, enabled: false, expiresAt: '2026-11-28T12:00:00Z' }, NOON)).toBe('paused');
});

test('a link without a name is told by its token', () => {
  expect(nameOf(link, 'Unnamed')).toBe('Unnamed …efghij');
  expect(nameOf({ ...link, name: 'Fair' }, 'Unnamed')).toBe('Fair');
});
