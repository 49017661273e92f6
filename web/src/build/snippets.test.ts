import { expect, test } from 'vitest';

import { nora } from './exampleFields';
import type { Fields } from './fields';
import { configSnippet, personaConfig, personaUpdate, restSnippet, sdkSnippet } from './snippets';

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
