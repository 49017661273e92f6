import { expect, test } from 'vitest';

import { texts } from '../texts';
import { tapeOf } from './tape';

const USAGE = { promptTokens: 1412, completionTokens: 31, cachedTokens: 256, reasoningTokens: 9 };

test('tokens are told with their parts', () => {
  expect(texts.tokens.told(USAGE)).toBe('1,412 read (256 from its cache), 31 written (9 thinking)');
});

test('what a vendor does not tell is left out, and is not 0', () => {
  expect(texts.tokens.told({ ...USAGE, cachedTokens: null, reasoningTokens: 0 })).toBe('1,412 read, 31 written');
  expect(texts.tokens.told({ ...USAGE, promptTokens: null, reasoningTokens: null })).toBe('31 written');
});

test('what was taken besides is told by what came of it, and an estimate is called so', () => {
  const dropped = { ...USAGE, cachedTokens: null, reasoningTokens: null, count: 2, estimatedCount: 1 };
  const summaries = { ...dropped, promptTokens: 900, count: 1, estimatedCount: 0 };
  expect(texts.tokens.ofRest({ cutOff: null, dropped, summaries })).toBe(
    'Besides, 2 answers dropped unheard: about 1,412 read, 31 written; 1 summary: 900 read, 31 written',
  );
  expect(texts.tokens.besides({ cutOff: null, dropped: null, summaries: null })).toBe('');
});

test('a turn has what its answer took, or nothing', () => {
  const turns = [{ usage: USAGE, toolCalls: [] }, { usage: null, toolCalls: [] }];
  const tape = tapeOf({ startTime: '2026-11-20T14:06:00.000Z', turns } as unknown as Parameters<typeof tapeOf>[0]);
  expect(tape.turns.map(({ usage }) => usage)).toEqual([USAGE, undefined]);
});
