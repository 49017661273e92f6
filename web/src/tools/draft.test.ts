import { expect, test } from 'vitest';

import { draftOf, emptyDraft, flawsOf, isStored, STORED, wishOf } from './draft';
import type { Tool } from './kinds';

const HOOK = {
  id: '1',
  name: 'find_slots',
  description: 'Finds free slots.',
  type: 'SERVER_WEBHOOK',
  config: { url: 'https://example.com/slots', method: 'GET', headers: { authorization: STORED, accept: 'text/plain' } },
  disableInterruptions: true,
  usageCount: 0,
} as unknown as Tool;

test('a stored tool is shown as it is, and sent back with the secrets that the server keeps', () => {
  const draft = draftOf(HOOK);
  expect(draft).toMatchObject({ url: 'https://example.com/slots', method: 'GET', awaitResponse: true, disableInterruptions: true });
  expect(wishOf(draft).config).toMatchObject({ headers: { authorization: STORED, accept: 'text/plain' } });
  expect(isStored(draft, HOOK)).toBe(true);
  expect(isStored({ ...draft, method: 'POST' }, HOOK)).toBe(false);
});

test('what was emptied is sent as empty', () => {
  const draft = { ...draftOf(HOOK), headers: [{ name: ' ', value: 'x' }] };
  expect(wishOf(draft).config).toMatchObject({ headers: {}, parameters: null, bodyTemplate: null });
});

test('changing the kind keeps what was written, and sends only what the kind has', () => {
  const draft = { ...draftOf(HOOK), kind: 'SYSTEM' as const };
  expect(wishOf(draft).config).toEqual({ action: 'end_call' });
  expect({ ...draft, kind: 'SERVER_WEBHOOK' }).toEqual(draftOf(HOOK));
});

test('a timeout is a number of seconds, or the usual one', () => {
  const draft = { ...emptyDraft('CLIENT'), name: 'a', description: 'b' };
  expect(wishOf({ ...draft, timeoutS: '30' }).config).toMatchObject({ toolTimeoutSeconds: 30 });
  expect(wishOf(draft).config).toMatchObject({ toolTimeoutSeconds: null });
  expect([...flawsOf({ ...draft, timeoutS: '0' })]).toEqual(['timeout']);
  expect([...flawsOf({ ...draft, timeoutS: 'soon' })]).toEqual(['timeout']);
});

test('what is missing is named', () => {
  expect([...flawsOf(emptyDraft('SERVER_WEBHOOK'))]).toEqual(['name', 'description', 'url']);
  expect([...flawsOf({ ...emptyDraft('SERVER_RAG'), name: 'two words', description: 'x' })]).toEqual(['name', 'folders']);
  expect([...flawsOf(draftOf(HOOK))]).toEqual([]);
});
