/** The filters of the list of sessions, as its address has them. */
export interface SessionsSearch {
  search?: string;
  persona?: string;
  key?: string;
  page?: number;
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined);

/** Whatever the address says; what makes no sense is left out. */
export function readSessionsSearch(search: Record<string, unknown>): SessionsSearch {
  const page = Number(search.page);
  return {
    search: text(search.search),
    persona: text(search.persona),
    key: text(search.key),
    page: Number.isInteger(page) && page > 1 ? page : undefined,
  };
}

export const isFiltered = ({ search, persona, key }: SessionsSearch) => Boolean(search ?? persona ?? key);
