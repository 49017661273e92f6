import type { Schemas } from '../api/client';

export const KINDS = ['link', 'player', 'orb', 'widget'] as const;
export type Kind = (typeof KINDS)[number];
/** Those that are made as links; the widget is a setting of its persona. */
export type LinkKind = Exclude<Kind, 'widget'>;

export const TYPES = { link: 'LINK', player: 'PLAYER_EMBED', orb: 'ORB_EMBED' } as const satisfies Record<LinkKind, Schemas['ShareLink']['type']>;

/** What the address says: how it is shared, whom, and which link is looked at. */
export interface ShareSearch {
  kind?: Kind;
  persona?: string;
  link?: string;
}

const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

export const readShareSearch = (search: Record<string, unknown>): ShareSearch => ({
  kind: KINDS.find((kind) => kind === search.kind),
  persona: text(search.persona),
  link: text(search.link),
});
