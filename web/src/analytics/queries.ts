import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Daily = Schemas['DailyAnalytics'];
export type Day = Schemas['AnalyticsDay'];

const LOOK_EVERY_MS = 60_000;
const DAY_MS = 86_400_000;

/** So many days of UTC, with today. */
export const daily = (days: number, persona?: string) =>
  queryOptions({
    queryKey: ['sessions', 'daily', days, persona],
    queryFn: () => {
      const to = new Date();
      const today = Date.UTC(to.getUTCFullYear(), to.getUTCMonth(), to.getUTCDate());
      const from = new Date(today - (days - 1) * DAY_MS);
      const query = { from: from.toISOString(), to: to.toISOString(), personaId: persona };
      return answerOf(api.GET('/v1/sessions/analytics/daily', { params: { query } }));
    },
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });
