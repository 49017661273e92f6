import { expect, test } from 'vitest';

import { canBeTested, changesOf, draftOf, EMPTY, wishOf, wrongIn } from './draft';
import type { Llm } from './queries';

const KEPT: Llm = {
  id: '1',
  displayName: 'House model',
  description: null,
  llmFormat: 'openai',
  urls: [{ url: 'https://llm.example/v1' }],
  modelName: 'qwen3-8b',
  temperature: 0.6,
  maxTokens: null,
  contextTokens: null,
  deploymentName: null,
  apiVersion: null,
  metadata: {},
  displayTags: [],
  isDefault: false,
  isGlobal: false,
  isZdr: false,
  reasoningEffort: 'default',
  reasoningFormat: 'hidden',
  createdByOrganizationId: 'o',
  createdAt: '2026-11-20T09:30:00.000Z',
  updatedAt: null,
  engine: 'openai',
  engineNote: '',
};

test('an empty one wants a name and a model', () => {
  expect(wrongIn(EMPTY)).toEqual({ displayName: true, modelName: true });
});

test('a format without an address of its own wants one', () => {
  expect(wrongIn({ ...EMPTY, displayName: 'x', modelName: 'm', llmFormat: 'azure_openai' })).toEqual({ urls: true });
});

test('the line with what is no address is named', () => {
  expect(wrongIn({ ...draftOf(KEPT), urls: 'https://a.example\n\nfile:///etc/passwd' })).toEqual({ url: 2 });
});

test('numbers are numbers in their range', () => {
  expect(wrongIn({ ...draftOf(KEPT), temperature: '2.1', maxTokens: '1.5' })).toEqual({ temperature: true, maxTokens: true });
  expect(wrongIn({ ...draftOf(KEPT), temperature: '2', maxTokens: '' })).toEqual({});
});

test('a context is as long as the server takes it', () => {
  expect(wrongIn({ ...draftOf(KEPT), contextTokens: '1023' })).toEqual({ contextTokens: true });
  expect(wrongIn({ ...draftOf(KEPT), contextTokens: '8k' })).toEqual({ contextTokens: true });
  expect(changesOf({ ...draftOf(KEPT), contextTokens: '8192' }, KEPT)).toEqual({ contextTokens: 8192 });
  expect(draftOf({ ...KEPT, contextTokens: 8192 }).contextTokens).toBe('8192');
});

test('a test needs no name, and something that answers', () => {
  expect(canBeTested({ ...EMPTY, modelName: 'm' })).toBe(true);
  expect(canBeTested({ ...EMPTY, llmFormat: 'none' })).toBe(false);
});

test('a new one is sent with what was written and no address of ours', () => {
  expect(wishOf({ ...EMPTY, displayName: ' Mine ', modelName: 'm', secret: 'sk', temperature: '0.5' })).toMatchObject({
    displayName: 'Mine',
    llmFormat: 'openai',
    modelName: 'm',
    secret: 'sk',
    temperature: 0.5,
    maxTokens: null,
  });
  expect(wishOf({ ...EMPTY, displayName: 'Mine', modelName: 'm' })).not.toHaveProperty('urls');
});

test('only what differs is sent', () => {
  expect(changesOf(draftOf(KEPT), KEPT)).toEqual({});
  expect(changesOf({ ...draftOf(KEPT), temperature: '', modelName: 'qwen3-14b' }, KEPT)).toEqual({ temperature: null, modelName: 'qwen3-14b' });
});

test('the kept key stays unless another is written or it is taken away', () => {
  expect(changesOf({ ...draftOf(KEPT), secret: 'sk-new' }, KEPT)).toEqual({ secret: 'sk-new' });
  expect(changesOf({ ...draftOf(KEPT), secret: 'sk-new', takeSecretAway: true }, KEPT)).toEqual({ secret: '' });
});

test('taking all addresses away means the one of the vendor', () => {
  expect(changesOf({ ...draftOf(KEPT), urls: '' }, KEPT).urls).toEqual([{ url: 'https://api.openai.com/v1/chat/completions' }]);
});
