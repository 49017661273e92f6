import { expect, test } from 'vitest';

import { safeNext } from './next';

test.each(['/sessions', '/sessions/42?turn=3', '/'])('%s is a page of this Lab', (next) => {
  expect(safeNext(next)).toBe(next);
});

test.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '', undefined, 7, '/sign-in?next=/'])(
  '%s leads home',
  (next) => {
    expect(safeNext(next)).toBe('/');
  },
);
