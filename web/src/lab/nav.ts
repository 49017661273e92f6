import { IconBook, IconCode, IconHistory, IconKey, IconMessageCircle, type Icon } from '@tabler/icons-react';

import { texts } from '../texts';

interface Place {
  to: '/' | '/sessions' | '/share-embed' | '/api-keys';
  label: string;
  icon: Icon;
}

/** The pages of the Lab that are there, in the groups of the rail. */
export const groups: readonly { label?: string; places: readonly Place[] }[] = [
  {
    places: [
      { to: '/', label: texts.nav.talk, icon: IconMessageCircle },
      { to: '/sessions', label: texts.nav.sessions, icon: IconHistory },
      { to: '/share-embed', label: texts.share.nav, icon: IconCode },
    ],
  },
  { label: texts.nav.server, places: [{ to: '/api-keys', label: texts.nav.apiKeys, icon: IconKey }] },
];

/** A page and a bundle of its own. */
export const reference = { href: '/docs', label: texts.nav.reference, icon: IconBook };

export const isCurrent = (path: string, to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
