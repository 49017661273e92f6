import { texts } from '../texts';

/** What the server's contract names as languages that can be heard; any other tag may be set over the API. */
const HEARD = [
  'en', 'ar', 'bg', 'ca', 'cs', 'da', 'de', 'el', 'es', 'et', 'fa', 'fi', 'fr', 'he', 'hi', 'hr', 'hu', 'id', 'it', 'ja', 'ko', 'lt', 'lv',
  'ms', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sk', 'sl', 'sr', 'sv', 'th', 'tr', 'uk', 'ur', 'vi', 'zh',
] as const;

const names = new Intl.DisplayNames(['en'], { type: 'language' });

export function languageName(code: string | null): string {
  if (!code || code === 'inherit') return texts.personas.inherit;
  if (code === 'multi') return texts.personas.multi;
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** To choose from, by their names; `current` is among them whatever it is. */
export function languages(current: string): { value: string; label: string }[] {
  const { inherit, multi } = texts.build.voice;
  const codes = new Set<string>([...HEARD, ...(current !== 'inherit' && current !== 'multi' ? [current] : [])]);
  const named = [...codes].map((value) => ({ value, label: languageName(value) })).sort((a, b) => a.label.localeCompare(b.label));
  return [{ value: 'inherit', label: inherit }, { value: 'multi', label: multi }, ...named];
}
