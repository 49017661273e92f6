import { useCallback, useEffect, useReducer, useRef } from 'react';

import { askToSignIn } from '../account/asking';
import { Refused } from '../api/refused';
import { texts } from '../texts';
import { useLookAgain } from './queries';
import { send } from './sending';
import { nextUp, type Upload, uploadReducer } from './uploads';

/** Files on their way, as long as the page is open; whoever leaves it stops them. */
export function useUploads() {
  const [uploads, tell] = useReducer(uploadReducer, []);
  const ids = useRef(0);
  const leaving = useRef(new AbortController());
  const lookAgain = useLookAgain();

  const begin = useCallback(
    async ({ id, folder, file }: Upload) => {
      tell({ kind: 'started', id });
      try {
        await send(folder, file, (share) => tell({ kind: 'sent', id, share }), leaving.current.signal);
        tell({ kind: 'arrived', id });
        lookAgain();
      } catch (error) {
        if (error instanceof Refused && error.status === 401) askToSignIn();
        tell({ kind: 'refused', id, why: error instanceof Refused ? error.message : texts.knowledge.refused.lost });
      }
    },
    [lookAgain],
  );
  useEffect(() => {
    for (const upload of nextUp(uploads)) void begin(upload);
  }, [uploads, begin]);
  useEffect(() => {
    leaving.current = new AbortController();
    return () => leaving.current.abort();
  }, []);

  const add = (folder: string, files: readonly File[]) => {
    tell({ kind: 'dropped', folder, files, firstId: ids.current + 1 });
    ids.current += files.length;
  };
  return { uploads, add, dismiss: (id: number) => tell({ kind: 'dismissed', id }) };
}
