import { expect, test } from 'vitest';

import type { Avatar } from './queries';
import { fitting, readAvatarsSearch, readNewAvatarSearch, tagsOf } from './search';

const avatar = (displayName: string, more: Partial<Avatar> = {}): Avatar => ({
  id: displayName,
  displayName,
  variantName: '',
  imageUrl: '',
  landscapeImageUrl: null,
  portraitImageUrl: null,
  videoUrl: null,
  idleVideoUrl: null,
  createdAt: '',
  updatedAt: '',
  createdByOrganizationId: null,
  availableVersions: [],
  activeVersion: null,
  description: null,
  displayTags: [],
  renderStyle: 'animated_3d',
  buildStatus: 'ready',
  buildNote: null,
  ...more,
});
const ALL = [avatar('Otto', { createdByOrganizationId: 'o', renderStyle: 'realistic' }), avatar('Maya', { displayTags: ['warm', 'home'] }), avatar('Leo', { displayTags: ['warm'] })];
const names = (search: Parameters<typeof fitting>[1]) => fitting(ALL, search).map(({ displayName }) => displayName);

test('what makes no sense in the address is left out', () => {
  expect(readAvatarsSearch({ whose: 'everybody', style: 'cubist', tag: '', search: 7 })).toEqual({ search: '7' });
  expect(readAvatarsSearch({ whose: 'yours', style: 'realistic', tag: 'warm' })).toEqual({ whose: 'yours', style: 'realistic', tag: 'warm' });
});

test('each filter leaves out those that do not fit', () => {
  expect(names({})).toEqual(['Otto', 'Maya', 'Leo']);
  expect(names({ whose: 'yours' })).toEqual(['Otto']);
  expect(names({ whose: 'stock' })).toEqual(['Maya', 'Leo']);
  expect(names({ style: 'realistic' })).toEqual(['Otto']);
  expect(names({ tag: 'home' })).toEqual(['Maya']);
  expect(names({ search: 'WARM', whose: 'stock' })).toEqual(['Maya', 'Leo']);
});

test('tags are offered once', () => {
  expect(tagsOf(ALL)).toEqual(['home', 'warm']);
});

test('without an avatar there is no step but the first', () => {
  expect(readNewAvatarSearch({ step: 'meet' })).toEqual({});
  expect(readNewAvatarSearch({ step: 'meet', avatar: 'a' })).toEqual({ step: 'meet', avatar: 'a' });
  expect(readNewAvatarSearch({ step: 'nonsense', avatar: 'a' })).toEqual({ step: 'check', avatar: 'a' });
  expect(readNewAvatarSearch({ step: 'photo', avatar: 'a' })).toEqual({});
});
