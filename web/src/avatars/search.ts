import type { Avatar } from './queries';

export const OWNERS = ['all', 'yours', 'stock'] as const;
export type Owner = (typeof OWNERS)[number];
export const STYLES = ['realistic', 'animated_3d', 'illustrated', 'unknown'] as const satisfies readonly Avatar['renderStyle'][];

/** The filters of the gallery, as its address has them. */
export interface AvatarsSearch {
  search?: string;
  whose?: Exclude<Owner, 'all'>;
  style?: Avatar['renderStyle'];
  tag?: string;
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined);

/** Whatever the address says; what makes no sense is left out. */
export const readAvatarsSearch = (search: Record<string, unknown>): AvatarsSearch => ({
  search: text(search.search),
  whose: search.whose === 'yours' || search.whose === 'stock' ? search.whose : undefined,
  style: STYLES.find((style) => style === search.style),
  tag: text(search.tag),
});

export const isYours = ({ createdByOrganizationId }: Avatar) => createdByOrganizationId !== null;

/** Those that fit, in their order. */
export function fitting(avatars: readonly Avatar[], { search, whose, style, tag }: AvatarsSearch): Avatar[] {
  const words = search?.toLowerCase() ?? '';
  return avatars.filter(
    (avatar) =>
      (whose === undefined || (whose === 'yours') === isYours(avatar)) &&
      (style === undefined || avatar.renderStyle === style) &&
      (tag === undefined || avatar.displayTags.includes(tag)) &&
      [avatar.displayName, avatar.variantName, ...avatar.displayTags].join(' ').toLowerCase().includes(words),
  );
}

/** All that any of them has. */
export const tagsOf = (avatars: readonly Avatar[]) => [...new Set(avatars.flatMap(({ displayTags }) => displayTags))].sort();
export const stylesOf = (avatars: readonly Avatar[]) => STYLES.filter((style) => avatars.some(({ renderStyle }) => renderStyle === style));

export const STEPS = ['photo', 'check', 'make', 'meet'] as const;
export type Step = (typeof STEPS)[number];

/** Where somebody is on the way from a photo to a face. */
export interface NewAvatarSearch {
  step?: Step;
  /** The one that is being made. */
  avatar?: string;
}

/** Without an avatar there is nothing to check. */
export function readNewAvatarSearch(search: Record<string, unknown>): NewAvatarSearch {
  const avatar = text(search.avatar);
  const step = STEPS.find((one) => one === search.step);
  if (avatar === undefined || step === 'photo') return {};
  return { avatar, step: step ?? 'check' };
}
