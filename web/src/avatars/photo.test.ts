import { expect, test } from 'vitest';

import { fittedInto, sendable } from './photo';

test('a large photo keeps its proportions, and a small one its size', () => {
  expect(fittedInto(6000, 4000, 3000)).toEqual([3000, 2000]);
  expect(fittedInto(20, 6000, 3000)).toEqual([10, 3000]);
  expect(fittedInto(640, 480, 3000)).toEqual([640, 480]);
});

test('what the server takes is sent as it is', async () => {
  const photo = new File([new Uint8Array(10)], 'me.jpg', { type: 'image/jpeg' });
  expect(await sendable(photo)).toBe(photo);
});
