import {
  IconBook,
  IconBooks,
  IconBrain,
  IconCode,
  IconHeartbeat,
  IconHistory,
  IconKey,
  IconMessageCircle,
  IconMoodSmile,
  IconSparkles,
  IconTool,
  IconVolume,
  type Icon,
} from '@tabler/icons-react';

import { texts } from '../texts';

interface Place {
  to: '/' | '/personas' | '/sessions' | '/share-embed' | '/avatars' | '/voices' | '/llms' | '/knowledge' | '/tools' | '/api-keys' | '/settings';
  label: string;
  /** Where there is little room. */
  short?: string;
  icon: Icon;
}

/** The pages of the Lab that are there, in the groups of the rail. */
export const groups: readonly { label?: string; places: readonly Place[] }[] = [
  {
    places: [
      { to: '/', label: texts.nav.talk, icon: IconMessageCircle },
      { to: '/personas', label: texts.nav.build, icon: IconSparkles },
      { to: '/sessions', label: texts.nav.sessions, icon: IconHistory },
      { to: '/share-embed', label: texts.share.nav, short: texts.share.navShort, icon: IconCode },
    ],
  },
  {
    label: texts.parts.group,
    places: [
      { to: '/avatars', label: texts.avatars.title, icon: IconMoodSmile },
      { to: '/voices', label: texts.voices.title, icon: IconVolume },
      { to: '/llms', label: texts.llms.title, icon: IconBrain },
      { to: '/knowledge', label: texts.knowledge.title, icon: IconBooks },
      { to: '/tools', label: texts.tools.title, icon: IconTool },
    ],
  },
  {
    label: texts.nav.server,
    places: [
      { to: '/api-keys', label: texts.nav.apiKeys, icon: IconKey },
      { to: '/settings', label: texts.settings.title, icon: IconHeartbeat },
    ],
  },
];

/** A page and a bundle of its own. */
export const reference = { href: '/docs', label: texts.nav.reference, icon: IconBook };

export const isCurrent = (path: string, to: string) => (to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`));
