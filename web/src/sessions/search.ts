/** The filters of the list of sessions, as its address has them. */
export interface SessionsSearch {
  search?: string;
  persona?: string;
  key?: string;
  /** The first and the last day, as YYYY-MM-DD, in the time zone of whoever looks. */
  from?: string;
  to?: string;
  page?: number;
}

const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? `${value}`.trim() || undefined : undefined);

const day = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)) ? value : undefined;

/** Whatever the address says; what makes no sense is left out. */
export function readSessionsSearch(search: Record<string, unknown>): SessionsSearch {
  const page = Number(search.page);
  return {
    search: text(search.search),
    persona: text(search.persona),
    key: text(search.key),
    from: day(search.from),
    to: day(search.to),
    page: Number.isInteger(page) && page > 1 ? page : undefined,
  };
}

export const isFiltered = ({ search, persona, key, from, to }: SessionsSearch) => Boolean(search ?? persona ?? key ?? from ?? to);

/** When those days begin and end. */
export function spanOf({ from, to }: SessionsSearch): { from?: string; to?: string } {
  return { from: from && midnight(from, 0), to: to && midnight(to, 1) };
}

function midnight(of: string, daysLater: number): string {
  const [year = 0, month = 1, date = 1] = of.split('-').map(Number);
  return new Date(year, month - 1, date + daysLater).toISOString();
}
