import { expect, test } from 'vitest';

import { changesOf, namesOfFields, type Names, otherChanges } from './changes';
import { changedIn, type Fields, same } from './fields';
import { whyNoDirection, whyNoModel, whyNoPortrait, whyNoPrompt, whyNoSpeed } from './limits';
import { configSnippet, personaConfig, personaUpdate, restSnippet, sdkSnippet } from './snippets';

const nora: Fields = {
  name: 'Nora',
  description: 'Museum guide',
  avatarId: 'a1',
  avatarModel: 'cara-3',
  voiceId: 'v1',
  voiceSpeed: 1,
  voiceGenerationOptions: null,
  languageCode: 'inherit',
  llmId: 'l1',
  systemPrompt: 'You guide.',
  skipGreeting: false,
  uninterruptibleGreeting: false,
  initialMessage: null,
  voiceDetectionOptions: {},
  toolIds: [],
  knowledge: [],
  directorNotes: {},
  maxSessionLengthSeconds: null,
  sessionReplay: { enableSessionReplay: true },
  zeroDataRetention: false,
  videoQuality: 'auto',
  videoWidth: null,
  videoHeight: null,
};
const names: Names = { avatars: new Map([['a1', 'Ana'], ['a2', 'Leo']]), voices: new Map(), llms: new Map([['l2', 'Llama']]) };

test('what is the same in JSON is no change', () => {
  expect(same({ a: 1, b: undefined, c: [1, { d: null }] }, { c: [1, {}], a: 1 })).toBe(true);
  expect(same({ a: [1, 2] }, { a: [2, 1] })).toBe(false);
  expect(changedIn({ name: 'Nora', systemPrompt: 'You run.', directorNotes: {} }, nora)).toEqual({ systemPrompt: 'You run.' });
});

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

test('a config holds what is not usual anyway, and a frame belongs to the session', () => {
  expect(personaConfig(nora)).toEqual({ name: 'Nora', avatarId: 'a1', avatarModel: 'cara-3', voiceId: 'v1', llmId: 'l1', systemPrompt: 'You guide.' });
  const more: Fields = { ...nora, toolIds: ['t1'], voiceSpeed: 1.1, videoQuality: 'high', videoWidth: 768, videoHeight: 1152 };
  expect(JSON.parse(configSnippet(more))).toEqual({ ...personaConfig(nora), toolIds: ['t1'], voiceSpeed: 1.1 });
  expect(personaUpdate(more)).toEqual({ ...personaConfig(more), description: 'Museum guide', videoQuality: 'high', videoWidth: 768, videoHeight: 1152 });
});

test('a REST call can be pasted into a shell, apostrophes and all', () => {
  const snippet = restSnippet({ ...nora, systemPrompt: "It's you." }, 'p1', 'https://here.example');

  expect(snippet).toContain('curl -X PUT https://here.example/v1/personas/p1');
  expect(snippet).toContain(`"systemPrompt": "It'\\''s you."`);
});

test('the SDK is pointed here and gets no API key', () => {
  const snippet = sdkSnippet({ ...nora, videoQuality: 'high' }, 'https://here.example');
  const [server, page] = snippet.split('// In your page');

  expect(server).toContain('"videoQuality": "high"');
  expect(server).toContain('VISAVIS_API_KEY');
  expect(page).toContain("baseUrl: 'https://here.example'");
  expect(page).not.toContain('VISAVIS_API_KEY');
});

test('what does not go together has its reason', () => {
  const leo = { displayName: 'Leo', portraitImageUrl: null, availableVersions: ['cara-3', 'cara-4'] };

  expect(whyNoDirection(nora)).toContain('cara-3 follows no director notes');
  expect(whyNoDirection({ avatarModel: 'cara-4-latest' })).toBeUndefined();
  expect(whyNoPortrait(nora, leo)).toContain('no portrait frame');
  expect(whyNoPortrait({ avatarModel: 'cara-4' }, leo)).toContain('photo of Leo');
  expect(whyNoPortrait({ avatarModel: 'cara-4' }, { ...leo, portraitImageUrl: '/p.webp' })).toBeUndefined();
  expect(whyNoModel('cara-2', leo)).toContain('Leo cannot be rendered by it');
  expect(whyNoModel('cara-4', leo)).toBeUndefined();
  expect(whyNoModel('cara-4-latest', { ...leo, availableVersions: ['v2', 'cara-4-3'] })).toBeUndefined();
  expect(whyNoModel('cara-3', { ...leo, availableVersions: ['v2', 'cara-4-3'] })).toBeUndefined();
  expect(whyNoModel('cara-4', { ...leo, availableVersions: ['v1', 'v2'] })).toContain('cannot be rendered');
  expect(whyNoPrompt({ llmId: 'CUSTOMER_CLIENT_V1' })).toContain('client does the thinking');
  expect(whyNoSpeed({ provider: 'OPENAI_ADVANCED_VOICE' })).toContain('its own speed');
  expect(whyNoSpeed({ provider: 'CARTESIA' })).toBeUndefined();
});
