import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';
import type { Tool } from './kinds';

const QUERY = ['tools'] as const;
const PER_PAGE = 100;

/** All of them, the organization's own first. */
export const toolList = (search?: string) =>
  queryOptions({
    queryKey: [...QUERY, 'list', search],
    queryFn: async () => {
      const found: Tool[] = [];
      for (let page = 1, last = 1; page <= last; page++) {
        const { data, meta } = await answerOf(api.GET('/v1/tools', { params: { query: { page, perPage: PER_PAGE, search } } }));
        found.push(...data);
        last = meta.lastPage;
      }
      return found;
    },
    placeholderData: keepPreviousData,
  });

export const oneTool = (id: string) =>
  queryOptions({
    queryKey: [...QUERY, 'one', id],
    queryFn: () => answerOf(api.GET('/v1/tools/{id}', { params: { path: { id } } })),
    refetchOnWindowFocus: false, // somebody may be writing it
  });

/** What is shown afterwards is what the server says that it has stored. */
export function useSave(id?: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (wish: Schemas['ToolCreate']) =>
      answerOf(id ? api.PUT('/v1/tools/{id}', { params: { path: { id } }, body: wish }) : api.POST('/v1/tools', { body: wish })),
    onSuccess: (stored) => {
      client.setQueryData(oneTool(stored.id).queryKey, stored);
      void client.invalidateQueries({ queryKey: [...QUERY, 'list'] });
    },
  });
}

export function useRemove(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/tools/{id}', { params: { path: { id } } })),
    onSuccess: () => void client.invalidateQueries({ queryKey: [...QUERY, 'list'] }),
  });
}

export const useTest = (id: string) =>
  useMutation({
    mutationFn: (args: Record<string, unknown>) =>
      answerOf(api.POST('/v1/tools/{id}/test', { params: { path: { id } }, body: { arguments: args } })),
  });
