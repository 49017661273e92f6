import type { Fields } from './fields';

/** A persona of the tests: nothing about it is unusual. */
export const nora: Fields = {
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
