import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { api } from '../api/client';
import type { Schemas } from '../api/client';
import { answerOf, Refused } from '../api/refused';
import { changedIn, type Edit, type Fields, fieldsOf } from './fields';
import { draftOf } from './queries';

/** What is typed stays when it is refused, to be mended; what was chosen goes back to what is stored. */
const TYPED: readonly (keyof Fields)[] = ['name', 'description', 'systemPrompt', 'initialMessage', 'directorNotes'];

/** The draft of a persona as it is on the screen, and how it is saved: one request after the other, each on what the last one answered. */
export function useDraft(id: string) {
  const client = useQueryClient();
  const stored = useQuery(draftOf(id));
  const [edit, setEdit] = useState<Edit>({});

  const saving = useMutation({
    scope: { id: `draft of ${id}` },
    mutationFn: (wanted: Edit) => {
      const revision = client.getQueryData(draftOf(id).queryKey)?.revision ?? null;
      return answerOf(api.PUT('/v1/personas/{id}/draft', { params: { path: { id } }, body: { ...wanted, revision } as Schemas['PersonaDraftUpdate'] }));
    },
    onSuccess: (draft, sent) => {
      client.setQueryData(draftOf(id).queryKey, draft);
      setEdit((now) => changedIn(now, { ...fieldsOf(draft.persona), ...sent }));
    },
    onError: (_, sent) => setEdit((now) => without(now, sent)),
  });

  const fields = stored.data && { ...fieldsOf(stored.data.persona), ...edit };
  const stale = saving.error instanceof Refused && saving.error.status === 409;
  return {
    stored,
    fields,
    /** Something was typed and not left yet. */
    dirty: stored.data !== undefined && Object.keys(changedIn(edit, fieldsOf(stored.data.persona))).length > 0,
    saving: saving.isPending,
    saved: saving.isSuccess,
    error: saving.error,
    /** Somebody else saved this draft meanwhile. */
    stale,
    change: (more: Edit) => setEdit((now) => ({ ...now, ...more })),
    save: (more: Edit = {}) => {
      const all = { ...edit, ...more };
      setEdit(all);
      const wanted = stored.data ? changedIn(all, fieldsOf(stored.data.persona)) : {};
      if (Object.keys(wanted).length > 0) saving.mutate(wanted);
    },
    /** What is stored, whoever stored it. */
    reload: () => {
      setEdit({});
      saving.reset();
      void stored.refetch();
    },
  };
}

export type DraftControls = ReturnType<typeof useDraft>;

/** Of the edit what is not in `sent`, and what was typed. */
function without(edit: Edit, sent: Edit): Edit {
  const kept = (Object.keys(edit) as (keyof Fields)[]).filter((name) => TYPED.includes(name) || !(name in sent));
  return Object.fromEntries(kept.map((name) => [name, edit[name]])) as Edit;
}
