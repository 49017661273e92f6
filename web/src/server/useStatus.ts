import { useQuery } from '@tanstack/react-query';

import { Refused } from '../api/refused';
import { fetchStatus } from './status';

export const LOOK_EVERY_MS = 5_000;

/** The server's status, looked up again every few seconds while the page is seen. The last one stays while it cannot be reached. */
export function useStatus({ enabled = true } = {}) {
  const { data, error, refetch } = useQuery({
    queryKey: ['status'],
    queryFn: ({ signal }) => fetchStatus(signal),
    enabled,
    refetchInterval: LOOK_EVERY_MS,
    refetchOnWindowFocus: 'always',
    retry: false,
  });
  const closed = error instanceof Refused && error.status === 403;
  return {
    status: data,
    /** Nobody gets in here without a key. */
    closed,
    reachable: error === null || closed,
    look: () => void refetch(),
  };
}
