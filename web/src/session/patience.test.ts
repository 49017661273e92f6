import { expect, test } from 'vitest';

import { type Call, noCall } from './callReducer';
import { patienceMs } from './patience';

const call = (awaiting: boolean, audible: boolean, heardAtMs?: number): Call => ({
  ...noCall,
  talk: { ...noCall.talk, phase: 'thinking', awaiting, audible },
  turns: [{ typed: false, endedAtMs: 1_000, heardAtMs, measurable: true }],
});

test('words that were understood may be answered late, a cough is not waited for', () => {
  expect(patienceMs(call(true, false))).toBe(4_000);
  expect(patienceMs(call(true, false, 1_200))).toBe(30_000);
});

test('nothing is awaited while she speaks, or nobody asked', () => {
  expect(patienceMs(call(true, true, 1_200))).toBeUndefined();
  expect(patienceMs(call(false, false))).toBeUndefined();
});
