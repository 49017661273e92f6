import { expect, test } from 'vitest';

import { siteOf } from './sites';

test.each([
  ['example.com', 'https://example.com'],
  [' WWW.Example.com/shop?x=1 ', 'https://www.example.com'],
  ['http://localhost:3000', 'http://localhost:3000'],
  ['localhost', 'https://localhost'],
  ['https://example.com:443', 'https://example.com'],
  ['bücher.example', 'https://xn--bcher-kva.example'],
  ['http://[::1]:8080', 'http://[::1]:8080'],
])('%s is the site %s', (written, site) => {
  expect(siteOf(written)).toBe(site);
});

test.each(['', 'shop', 'two words.com', 'ftp://example.com', 'mailto:me@example.com', 'https://'])('%s is no site', (written) => {
  expect(siteOf(written)).toBeUndefined();
});
