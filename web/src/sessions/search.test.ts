import { expect, test } from 'vitest';

import { isFiltered, readSessionsSearch, spanOf } from './search';

test('filters are read from the address', () => {
  expect(readSessionsSearch({ search: ' web ', persona: 'p', key: 'k', page: '3' })).toEqual({ search: 'web', persona: 'p', key: 'k', page: 3 });
});

test('an id that looks like a number is still searched for', () => {
  expect(readSessionsSearch({ search: 42 }).search).toBe('42');
});

test.each([{}, { page: '1' }, { page: '-2' }, { page: '1.5' }, { page: 'x', search: '  ' }, { search: ['a'] }])('%o asks for everything', (search) => {
  expect(readSessionsSearch(search)).toEqual({});
  expect(isFiltered(readSessionsSearch(search))).toBe(false);
});

test('days are whole days of whoever looks, both ends included', () => {
  const { from, to } = spanOf(readSessionsSearch({ from: '2026-11-01', to: '2026-11-03' }));
  expect(new Date(from!).toString()).toBe(new Date(2026, 10, 1).toString());
  expect(new Date(to!).toString()).toBe(new Date(2026, 10, 4).toString());
  expect(spanOf(readSessionsSearch({ from: '2026-13-01', to: 'soon' }))).toEqual({});
});
