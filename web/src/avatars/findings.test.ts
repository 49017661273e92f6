import { expect, test } from 'vitest';

import { saidOf } from './findings';

const REPORT = {
  findings: [],
  photoWidth: 1000,
  photoHeight: 800,
  face: { left: 0.3, top: 0.2, right: 0.5, bottom: 0.6 },
  landmarks: {},
  sizes: [{ width: 512, height: 512 }],
};

test('a photo with nothing to say against it is praised', () => {
  expect(saidOf(REPORT).map(({ level }) => level)).toEqual(['pass', 'pass', 'pass']);
  expect(saidOf(REPORT)[0]!.text).toContain('200 pixels');
});

test('as long as it is being built it is not praised', () => {
  expect(saidOf({ ...REPORT, sizes: [] }).map(({ text }) => text)).toEqual(['One face, 200 pixels wide']);
});

test('what fails comes first, and is not called good as well', () => {
  const said = saidOf({
    ...REPORT,
    sizes: [],
    findings: [
      { code: 'soft', level: 'advice', message: 'A little blurred.' },
      { code: 'face_cut', level: 'refusal', message: 'The face is cut.' },
    ],
  });
  expect(said).toEqual([
    { level: 'fail', text: 'The face is cut.' },
    { level: 'note', text: 'A little blurred.' },
  ]);
});
