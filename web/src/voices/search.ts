import type { Voice } from './queries';

export const OWNERS = ['all', 'yours', 'stock'] as const;

/** The filters of the list, as its address has them. */
export interface VoicesSearch {
  search?: string;
  whose?: 'yours' | 'stock';
  language?: string;
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined);

/** Whatever the address says; what makes no sense is left out. */
export const readVoicesSearch = (search: Record<string, unknown>): VoicesSearch => ({
  search: text(search.search),
  whose: search.whose === 'yours' || search.whose === 'stock' ? search.whose : undefined,
  language: text(search.language),
});

export const isYours = ({ createdByOrganizationId }: Voice) => createdByOrganizationId !== null;

const baseOf = (language: string) => language.split('-')[0]!;

/** Those that fit, in their order. A language without a region has all of its regions. */
export function fitting(voices: readonly Voice[], { search, whose, language }: VoicesSearch): Voice[] {
  const words = search?.toLowerCase() ?? '';
  return voices.filter(
    (voice) =>
      (whose === undefined || (whose === 'yours') === isYours(voice)) &&
      (language === undefined || baseOf(voice.language) === baseOf(language)) &&
      [voice.displayName, voice.description, voice.engine, ...voice.displayTags].join(' ').toLowerCase().includes(words),
  );
}

export const languagesOf = (voices: readonly Voice[]) => [...new Set(voices.map(({ language }) => baseOf(language)))].sort();

/** Of a language, in the words of whoever looks. */
export function nameOfLanguage(code: string, locale?: string): string {
  try {
    return new Intl.DisplayNames(locale ?? navigator.language, { type: 'language' }).of(code) ?? code;
  } catch {
    return code; // "multi" and the like are no languages
  }
}
