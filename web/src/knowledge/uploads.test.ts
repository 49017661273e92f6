import { expect, test } from 'vitest';

import { texts } from '../texts';
import { LARGEST_BYTES, nextUp, uploadReducer, whyNot, type Upload, type UploadNews } from './uploads';

const { refused } = texts.knowledge;
const file = (name: string, size = 10) => ({ name, size }) as File;
const after = (...news: UploadNews[]) => news.reduce<readonly Upload[]>(uploadReducer, []);
const dropped = (...files: File[]): UploadNews => ({ kind: 'dropped', folder: 'f', files, firstId: 1 });

test('what the server would not read is refused before it is sent', () => {
  expect(whyNot(file('holiday.png'))).toBe(refused.kind);
  expect(whyNot(file('noextension'))).toBe(refused.kind);
  expect(whyNot(file('film.pdf', LARGEST_BYTES + 1))).toBe(refused.size);
  expect(whyNot(file('notes.txt', 0))).toBe(refused.empty);
  expect(whyNot(file('Handbook.PDF', LARGEST_BYTES))).toBeUndefined();
});

test('two are sent at once, the others wait their turn', () => {
  const uploads = after(dropped(file('a.md'), file('b.png'), file('c.md'), file('d.md')));
  expect(uploads.map(({ state }) => state)).toEqual(['waiting', 'refused', 'waiting', 'waiting']);
  expect(nextUp(uploads).map(({ id }) => id)).toEqual([1, 3]);
  const sending = uploadReducer(uploadReducer(uploads, { kind: 'started', id: 1 }), { kind: 'started', id: 3 });
  expect(nextUp(sending)).toEqual([]);
  expect(nextUp(uploadReducer(sending, { kind: 'arrived', id: 1 })).map(({ id }) => id)).toEqual([4]);
});

test('a refusal stays until it is dismissed, and what arrived does not stay', () => {
  const uploads = after(dropped(file('a.md'), file('b.md')), { kind: 'refused', id: 1, why: 'Too many.' }, { kind: 'arrived', id: 2 });
  expect(uploads).toMatchObject([{ id: 1, state: 'refused', why: 'Too many.' }]);
  expect(uploadReducer(uploads, { kind: 'dismissed', id: 1 })).toEqual([]);
});

test('progress is told of the one that it is about', () => {
  const uploads = after(dropped(file('a.md'), file('b.md')), { kind: 'sent', id: 2, share: 0.5 });
  expect(uploads.map(({ sent }) => sent)).toEqual([0, 0.5]);
});
