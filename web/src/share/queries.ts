import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';

import { api, type Schemas } from '../api/client';
import { answerOf } from '../api/refused';

export type Link = Schemas['PersonaShareLink'];
export type NewLink = Schemas['ShareLinkCreate'];
export type LinkChange = Schemas['ShareLinkUpdate'];
export type WidgetUse = Schemas['WidgetUse'];
export type WidgetConfig = Partial<Schemas['WidgetConfig']>;

const LINKS = 'share-links';
const PER_PAGE = 100;
/** Others use them meanwhile. */
const LOOK_EVERY_MS = 15_000;

export const linksOf = (personaId: string) =>
  queryOptions({
    queryKey: [LINKS, personaId],
    queryFn: async () => {
      const found: Link[] = [];
      for (let page = 1, last = 1; page <= last; page++) {
        const { data, meta } = await answerOf(api.GET('/v1/share-links', { params: { query: { personaId, page, perPage: PER_PAGE } } }));
        found.push(...data);
        last = meta.lastPage;
      }
      return found;
    },
    refetchInterval: LOOK_EVERY_MS,
  });

export const persona = (id: string) =>
  queryOptions({ queryKey: ['personas', id], queryFn: () => answerOf(api.GET('/v1/personas/{id}', { params: { path: { id } } })) });

export const widgetUse = (personaId: string) =>
  queryOptions({
    queryKey: ['widget-use', personaId],
    queryFn: () => answerOf(api.GET('/v1/personas/{id}/widget-use', { params: { path: { id: personaId } } })),
    refetchInterval: LOOK_EVERY_MS,
  });

export function useCreateLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (link: NewLink) => answerOf(api.POST('/v1/share-links', { body: link })),
    onSuccess: () => client.invalidateQueries({ queryKey: [LINKS] }),
  });
}

export function useChangeLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, change }: { id: string; change: LinkChange }) => answerOf(api.PUT('/v1/share-links/{id}', { params: { path: { id } }, body: change })),
    onSettled: () => client.invalidateQueries({ queryKey: [LINKS] }),
  });
}

export function useDeleteLink() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => answerOf(api.DELETE('/v1/share-links/{id}', { params: { path: { id } } })),
    onSettled: () => client.invalidateQueries({ queryKey: [LINKS] }),
  });
}

export function usePublishWidget(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (widgetConfig: WidgetConfig) => answerOf(api.PUT('/v1/personas/{id}', { params: { path: { id } }, body: { widgetConfig } })),
    onSuccess: (stored) => client.setQueryData(persona(id).queryKey, stored),
  });
}

/** A persona of one's own that is like one of the server's. */
export function useCopyPersona() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (id: string) => {
      const { name, description, avatar, avatarModel, voice, voiceSpeed, llmId, brain, skipGreeting, initialMessage, languageCode } = await answerOf(
        api.GET('/v1/personas/{id}', { params: { path: { id } } }),
      );
      const said = { description, initialMessage, languageCode, voiceSpeed, systemPrompt: brain.systemPrompt, llmId };
      const given = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
      const model = avatarModel as Schemas['PersonaCreate']['avatarModel'];
      const body = { name, skipGreeting, ...given, avatarId: avatar?.id, voiceId: voice?.id, ...(model ? { avatarModel: model } : {}) };
      return answerOf(api.POST('/v1/personas', { body }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['personas'] }),
  });
}
