import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';
import { type SessionsSearch, spanOf } from './search';

export type KeptSession = Schemas['KeptSession'];

export const PER_PAGE = 20;
const LOOK_EVERY_MS = 5_000;
/** More are not shown; the seats say how many there are. */
const MOST_LIVE = 100;

const ofSession = (id: string) => ['sessions', 'one', id] as const;

/** Of those that have ended. */
export const sessionPage = ({ search, persona, key, from, to, page }: SessionsSearch) =>
  queryOptions({
    queryKey: ['sessions', 'page', search, persona, key, from, to, page],
    queryFn: () =>
      answerOf(
        api.GET('/v1/sessions', {
          params: { query: { search, personaId: persona, apiKeyId: key, ...spanOf({ from, to }), running: false, page, perPage: PER_PAGE } },
        }),
      ),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_EVERY_MS,
  });

/** Those that run now. */
export const liveSessions = queryOptions({
  queryKey: ['sessions', 'live'],
  queryFn: async () => (await answerOf(api.GET('/v1/sessions', { params: { query: { running: true, perPage: MOST_LIVE } } }))).data,
  refetchInterval: LOOK_EVERY_MS,
});

/** Looked at again as long as it runs. */
export const oneSession = (id: string) =>
  queryOptions({
    queryKey: [...ofSession(id), 'row'],
    queryFn: () => answerOf(api.GET('/v1/sessions/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.endTime === null ? LOOK_EVERY_MS : false),
  });

export const reportOf = (id: string) =>
  queryOptions({
    queryKey: [...ofSession(id), 'report'],
    queryFn: () =>
      answerOf(api.GET('/v1/sessions/{id}/analytics', { params: { path: { id }, query: { includeMessages: true } } })),
    staleTime: Infinity,
  });

export const transcriptOf = (id: string) =>
  queryOptions({
    queryKey: [...ofSession(id), 'transcript'],
    queryFn: () => answerOf(api.GET('/v1/sessions/{id}/transcript', { params: { path: { id } } })),
    staleTime: Infinity,
  });

/** Looked for again while it may be in the making. */
export const recordingOf = ({ id, endTime }: KeptSession) =>
  queryOptions({
    queryKey: [...ofSession(id), 'recording'],
    queryFn: async () => (await answerOf(api.GET('/v1/sessions/{id}/recording', { params: { path: { id } } }))).recordingUrl,
    staleTime: 30 * 60_000, // its address is good for an hour
    refetchOnWindowFocus: false,
    refetchInterval: ({ state }) => (state.error && endedJustNow(endTime) ? LOOK_EVERY_MS : false),
  });

const FILMING_MS = 3 * 60_000;

export const endedJustNow = (endTime: string | null) => endTime !== null && Date.now() - Date.parse(endTime) < FILMING_MS;

export const personas = queryOptions({
  queryKey: ['personas', 'all'],
  queryFn: async () => (await answerOf(api.GET('/v1/personas', { params: { query: { perPage: 100 } } }))).data,
  staleTime: 60_000,
});

export function useStop() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.POST('/v1/sessions/{id}/stop', { params: { path: { id } } })),
    onSettled: () => Promise.all([client.invalidateQueries({ queryKey: ['sessions'] }), client.invalidateQueries({ queryKey: ['seats'] })]),
  });
}

export function useErase(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/sessions/{id}', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['sessions'] }),
  });
}

/** Of the persona as it was in that session; its picture, where the persona is still there. */
export const nameOf = ({ personaConfig }: KeptSession) => (typeof personaConfig.name === 'string' && personaConfig.name) || undefined;
