import { avatars } from './avatars';
import { llms } from './llms';
import { voices } from './voices';

/** What a persona is made of. */
export const parts = {
  parts: { group: 'Parts' },
  ...avatars,
  ...voices,
  ...llms,
};
