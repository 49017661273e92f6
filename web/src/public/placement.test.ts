import { expect, test } from 'vitest';

import { placementOf } from './placement';

test.each([
  ['bottom-right', { bottom: '24px', right: '24px' }],
  ['top-left', { top: '24px', left: '24px' }],
  ['TOP-RIGHT', { top: '24px', right: '24px' }],
  ['bottom-left', { bottom: '24px', left: '24px' }],
])('a corner is 24 px from both of its edges: %s', (position, placement) => {
  expect(placementOf(position)).toEqual(placement);
});

test.each([
  ['bottom-[80px] right-[2rem]', { bottom: '80px', right: '2rem' }],
  ['[top:10px; left:5%]', { top: '10px', left: '5%' }],
  ['bottom-[1.5vh]', { bottom: '1.5vh', right: '24px' }],
])('edges may have distances of their own: %s', (position, placement) => {
  expect(placementOf(position)).toEqual(placement);
});

test.each(['', 'middle', 'right-[url(evil)]', 'bottom: calc(1px)'])('what cannot be read is bottom right: %s', (position) => {
  expect(placementOf(position)).toEqual({ bottom: '24px', right: '24px' });
});
