import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type ApiKey = Schemas['ApiKey'];
export type NewApiKey = Schemas['NewApiKey'];
export type Wish = Schemas['ApiKeyCreate'];
export type Permission = NonNullable<Wish['permissions']>[number];

const QUERY = ['api-keys'] as const;
const PER_PAGE = 100;

/** All that are valid. */
export const apiKeys = queryOptions({
  queryKey: QUERY,
  queryFn: async () => {
    const found: ApiKey[] = [];
    for (let page = 1, last = 1; page <= last; page++) {
      const { data, meta } = await answerOf(api.GET('/v1/api-keys', { params: { query: { page, perPage: PER_PAGE } } }));
      found.push(...data);
      last = meta.lastPage;
    }
    return found;
  },
});

export function useCreate() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Wish) => answerOf(api.POST('/v1/api-keys', { body: wish })),
    onSuccess: () => client.invalidateQueries({ queryKey: QUERY }),
    gcTime: 0, // the secret stays nowhere but on the screen
  });
}

export function useRevoke() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/v1/api-keys/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: QUERY }),
  });
}
