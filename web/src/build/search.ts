/** What the list of personas shows, as its address has it. */
export interface PersonasSearch {
  search?: string;
  page?: number;
}

/** Whatever the address says; what makes no sense is left out. */
export function readPersonasSearch({ search, page }: Record<string, unknown>): PersonasSearch {
  const wanted = typeof search === 'string' || typeof search === 'number' ? `${search}`.trim() : '';
  const at = Number(page);
  return { search: wanted || undefined, page: Number.isInteger(at) && at > 1 ? at : undefined };
}
