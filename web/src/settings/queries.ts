import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Organization = Schemas['Organization'];
export type ServerState = Schemas['Server'];

const LOOK_EVERY_MS = 30_000;

export const organization = queryOptions({
  queryKey: ['organization'],
  queryFn: () => answerOf(api.GET('/v1/organization')),
  refetchOnWindowFocus: false, // somebody may be changing it
});

/** Each look has the engines draw a few pictures. */
export const serverState = queryOptions({
  queryKey: ['server'],
  queryFn: () => answerOf(api.GET('/v1/server')),
  refetchInterval: LOOK_EVERY_MS,
});

export function useChange() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Schemas['OrganizationUpdate']) => answerOf(api.PUT('/v1/organization', { body: wish })),
    onSuccess: (stored) => {
      client.setQueryData(organization.queryKey, stored);
      void client.invalidateQueries({ queryKey: ['account'] });
      void client.invalidateQueries({ queryKey: ['seats'] });
    },
  });
}

export const answerOffer = async (sdp: string) => answerOf(api.POST('/v1/server/line-check', { body: { sdp } }));
