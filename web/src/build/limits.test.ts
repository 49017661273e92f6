import { expect, test } from 'vitest';

import { nora } from './exampleFields';
import { whyNoDirection, whyNoModel, whyNoPortrait, whyNoPrompt, whyNoSpeed } from './limits';

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
