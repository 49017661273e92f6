import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Folder = Schemas['Group'];
export type KnowledgeDocument = Schemas['Document'];
export type Hit = Schemas['Hit'];

const QUERY = ['knowledge'] as const;
const LOOK_EVERY_MS = 1_500;
const HOW = 'x-visavis-search';

const isRead = ({ status }: KnowledgeDocument) => status === 'READY' || status === 'FAILED';

/** The newest first. */
export const folders = queryOptions({
  queryKey: [...QUERY, 'folders'],
  queryFn: () => answerOf(api.GET('/v1/knowledge/groups')),
});

/** Looked at again while one is being read. */
export const documentsIn = (folder: string) =>
  queryOptions({
    queryKey: [...QUERY, 'documents', folder],
    queryFn: () => answerOf(api.GET('/v1/knowledge/groups/{id}/documents', { params: { path: { id: folder } } })),
    refetchInterval: ({ state }) => (state.data?.every(isRead) === false ? LOOK_EVERY_MS : false),
  });

/** What a persona would find, and how it was looked for. */
export const found = (folder: string, question: string) =>
  queryOptions({
    queryKey: [...QUERY, 'found', folder, question],
    queryFn: async () => {
      const asked = api.POST('/v1/knowledge/groups/{id}/search', { params: { path: { id: folder } }, body: { query: question } });
      const hits = await answerOf(asked);
      return { hits, how: (await asked).response.headers.get(HOW) ?? '' };
    },
    placeholderData: keepPreviousData,
  });

/** All of it: a folder counts its documents, and what is found depends on them. */
function useChange<Wish, Answer>(change: (wish: Wish) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({ mutationFn: change, onSuccess: () => client.invalidateQueries({ queryKey: QUERY }) });
}

export const useCreateFolder = () =>
  useChange((wish: Schemas['GroupCreate']) => answerOf(api.POST('/v1/knowledge/groups', { body: wish })));

export const useChangeFolder = (id: string) =>
  useChange((wish: Schemas['GroupUpdate']) => answerOf(api.PUT('/v1/knowledge/groups/{id}', { params: { path: { id } }, body: wish })));

export function useRemoveFolder(id: string) {
  const lookAgain = useLookAgain();
  return useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/knowledge/groups/{id}', { params: { path: { id } } })),
    onSuccess: lookAgain, // nobody waits for it: the page of what is gone is left at once
  });
}

export const useRenameDocument = (id: string) =>
  useChange((filename: string) => answerOf(api.PUT('/v1/knowledge/documents/{id}', { params: { path: { id } }, body: { filename } })));

export const useRemoveDocument = (id: string) =>
  useChange(() => answerOf(api.DELETE('/v1/knowledge/documents/{id}', { params: { path: { id } } })));

export function useLookAgain() {
  const client = useQueryClient();
  return useCallback(() => void client.invalidateQueries({ queryKey: QUERY }), [client]);
}
