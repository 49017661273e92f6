import { expect, test } from 'vitest';

import { endOf, whomToAsk } from './models';

const LISTED = [
  { id: 'old', endsOn: '2027-01-14' },
  { id: 'new', endsOn: null },
];

test('a model that ends is warned of, and no other', () => {
  expect(endOf(LISTED, ' old ')).toBe('2027-01-14');
  expect(endOf(LISTED, 'new')).toBeUndefined();
  expect(endOf(LISTED, 'mine')).toBeUndefined();
});

test('the list is asked for without a model', () => {
  expect(whomToAsk({ modelName: '', secret: 'sk' })).toEqual({ secret: 'sk' });
});
