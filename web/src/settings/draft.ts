import type { Schemas } from '../api/client';
import type { Organization } from './queries';

/** The settings as they are typed; empty is the server's default, or no limit. */
export interface Draft {
  name: string;
  language: string;
  seats: string;
  minutes: string;
  days: string;
}

export const draftOf = (stored: Organization): Draft => ({
  name: stored.name,
  language: stored.defaultLanguage ?? '',
  seats: typed(stored.maxConcurrentSessions),
  minutes: typed(stored.maxSessionLengthSeconds && stored.maxSessionLengthSeconds / 60),
  days: typed(stored.retentionDays),
});

/** Only what differs from what is stored. */
export function changesOf(draft: Draft, stored: Organization): Schemas['OrganizationUpdate'] {
  const before = draftOf(stored);
  const differs = (field: keyof Draft) => draft[field].trim() !== before[field];
  const minutes = number(draft.minutes);
  return {
    ...(differs('name') && { name: draft.name.trim() }),
    ...(differs('language') && { defaultLanguage: draft.language.trim() || null }),
    ...(differs('seats') && { maxConcurrentSessions: number(draft.seats) }),
    ...(differs('minutes') && { maxSessionLengthSeconds: minutes && minutes * 60 }),
    ...(differs('days') && { retentionDays: number(draft.days) }),
  };
}

const typed = (value: number | null) => (value === null ? '' : `${value}`);
const number = (text: string) => (text.trim() ? Number(text) : null);
