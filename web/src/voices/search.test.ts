import { expect, test } from 'vitest';

import type { Voice } from './queries';
import { fitting, languagesOf, nameOfLanguage, readVoicesSearch } from './search';

const voice = (displayName: string, more: Partial<Voice> = {}): Voice => ({
  id: displayName,
  displayName,
  provider: 'FISH_AUDIO',
  providerVoiceId: null,
  providerModelId: null,
  sampleUrl: null,
  previewSampleUrl: null,
  description: null,
  displayTags: [],
  isZdr: true,
  createdByOrganizationId: null,
  createdAt: '',
  updatedAt: '',
  language: 'en',
  engine: 'flite',
  engineNote: null,
  clonedBy: null,
  consent: null,
  ...more,
});
const ALL = [voice('Me', { createdByOrganizationId: 'o' }), voice('Lotte', { language: 'de-AT', description: 'Calm' }), voice('Slt', { displayTags: ['warm'] })];
const names = (search: Parameters<typeof fitting>[1]) => fitting(ALL, search).map(({ displayName }) => displayName);

test('each filter leaves out those that do not fit', () => {
  expect(names({})).toEqual(['Me', 'Lotte', 'Slt']);
  expect(names({ whose: 'yours' })).toEqual(['Me']);
  expect(names({ language: 'de' })).toEqual(['Lotte']);
  expect(names({ search: 'WARM' })).toEqual(['Slt']);
  expect(names({ search: 'calm', whose: 'yours' })).toEqual([]);
});

test('what makes no sense in the address is left out', () => {
  expect(readVoicesSearch({ whose: 'mine', language: '', search: ' x ' })).toEqual({ search: 'x' });
});

test('a language is offered once, whatever its regions', () => {
  expect(languagesOf([...ALL, voice('Otto', { language: 'de-DE' })])).toEqual(['de', 'en']);
});

test('languages have names, and what is none keeps its own', () => {
  expect(nameOfLanguage('de', 'en')).toBe('German');
  expect(nameOfLanguage('not a language', 'en')).toBe('not a language');
});
