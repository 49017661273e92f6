import { expect, test } from 'vitest';

import { changesOf, namesOfFields, type Names, otherChanges } from './changes';
import { nora } from './exampleFields';
import type { Fields } from './fields';

const names: Names = { avatars: new Map([['a1', 'Ana'], ['a2', 'Leo']]), voices: new Map(), llms: new Map([['l2', 'Llama']]) };

test('a persona that is as it is published has no changes', () => {
  expect(changesOf(nora, structuredClone(nora), names)).toEqual([]);
});

test('changes are named in the order of the screen, with what they were and will be', () => {
  const draft: Fields = {
    ...nora,
    systemPrompt: 'You run.',
    avatarId: 'a2',
    llmId: 'l2',
    languageCode: 'de',
    maxSessionLengthSeconds: 600,
    zeroDataRetention: true,
  };

  expect(changesOf(nora, draft, names)).toEqual([
    { name: 'face', from: 'Ana', to: 'Leo' },
    { name: 'language', from: 'your organization’s language', to: 'German' },
    { name: 'llm', from: 'l1', to: 'Llama' },
    { name: 'prompt' },
    { name: 'length', from: 'Your organization’s limit', to: '10 min' },
    { name: 'retention', from: 'off', to: 'on' },
  ]);
});

test('fields that are one thing on the screen are one change', () => {
  const portrait: Fields = { ...nora, avatarModel: 'cara-4', videoWidth: 768, videoHeight: 1152 };
  const greeting: Fields = { ...nora, initialMessage: 'Hello', uninterruptibleGreeting: true };

  expect(changesOf(nora, portrait, names)).toEqual([{ name: 'video', from: 'cara-3', to: 'cara-4, 768×1152' }]);
  expect(changesOf(nora, greeting, names)).toEqual([{ name: 'greeting', from: 'Makes it up', to: 'Says this: Hello' }]);
  expect(changesOf(nora, { ...nora, toolIds: ['t2', 't1'] }, names)).toEqual([{ name: 'tools', from: '0', to: '2' }]);
  expect(changesOf({ ...nora, toolIds: ['t1', 't2'] }, { ...nora, toolIds: ['t2', 't1'] }, names)).toEqual([{ name: 'tools' }]);
});

test('the fields of a version have the names of the screen, each once', () => {
  expect(namesOfFields(['videoWidth', 'videoHeight', 'systemPrompt', 'personality'])).toEqual(['Video shape', 'System prompt', 'Other settings']);
});

test('what was changed over the API and is not on the screen is told too', () => {
  expect(otherChanges(['systemPrompt', 'personality'])).toEqual([{ name: 'other' }]);
  expect(otherChanges(['systemPrompt', 'avatarModel'])).toEqual([]);
});
