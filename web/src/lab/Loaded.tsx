import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { Failed } from './Failed';

interface LoadedProps<Data> {
  query: Pick<UseQueryResult<Data>, 'data' | 'error' | 'refetch'>;
  /** In place of a list of nothing. */
  empty?: ReactNode;
  children: (data: Data) => ReactNode;
}

/** What a query brought, which stays if a later try fails. Nothing while the first is on its way; why it failed if it did. */
export function Loaded<Data>({ query: { data, error, refetch }, empty, children }: LoadedProps<Data>): ReactNode {
  if (data === undefined) return error && <Failed error={error} onAgain={() => void refetch()} />;
  return empty && Array.isArray(data) && data.length === 0 ? empty : children(data);
}
