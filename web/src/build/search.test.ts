import { expect, test } from 'vitest';

import { readPersonasSearch } from './search';

test('an address that makes no sense shows the first page of all', () => {
  expect(readPersonasSearch({ search: '  ', page: 'x' })).toEqual({});
  expect(readPersonasSearch({ search: ['a'], page: -2 })).toEqual({});
  expect(readPersonasSearch({ search: 42, page: '3' })).toEqual({ search: '42', page: 3 });
});
