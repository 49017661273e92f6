import { useQuery } from '@tanstack/react-query';

import { may, useAccount } from '../account/account';
import { api } from '../api/client';
import { answerOf } from '../api/refused';
import type { SeatCount } from '../server/status';
import { LOOK_EVERY_MS, useStatus } from '../server/useStatus';

/** How many conversations run: of the organization that is signed in, else of the one that an open Lab talks for. */
export function useSeats(): SeatCount | undefined {
  const account = useAccount();
  const allowed = may(account, 'sessions:read');
  const { status } = useStatus({ enabled: account === null });
  const { data } = useQuery({
    queryKey: ['seats'],
    queryFn: () => answerOf(api.GET('/v1/sessions/concurrency')),
    enabled: allowed,
    refetchInterval: LOOK_EVERY_MS,
  });
  if (allowed) return data && { taken: data.active, total: data.limit };
  return status?.seats;
}
