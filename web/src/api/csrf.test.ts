import { expect, test } from 'vitest';

import { csrfToken } from './csrf';

test('the token is found among other cookies', () => {
  expect(csrfToken('theme=dark; visavis_csrf=a-b_c; x=1')).toBe('a-b_c');
});

test.each(['', 'visavis_csrf=', 'not_visavis_csrf=abc', 'visavis_csrf'])('there is none in "%s"', (cookies) => {
  expect(csrfToken(cookies)).toBeUndefined();
});
