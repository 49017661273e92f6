import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';

import { heldCall } from '../dev/heldCall';
import { Calls, type StartOptions } from './calls';
import { Levels } from './levels';
import { useToldGaps } from './useToldGaps';

/** The id of the one <video>, which stays mounted from the lobby on because the SDK takes an id. */
export const VIDEO_ID = 'persona-video';

const KEPT_EVENTS = 300;

export interface LoggedEvent {
  atMs: number;
  name: string;
  detail: string;
}

/** One conversation at a time, with everything the page shows of it. The `fetchToken` of the first render stays. */
export function useCall(fetchToken: () => Promise<string>) {
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const pressedAtMs = useRef(0);
  const [calls] = useState(() => {
    const log = (name: string, detail: string) =>
      setEvents((before) => [...before.slice(1 - KEPT_EVENTS), { atMs: performance.now() - pressedAtMs.current, name, detail }]);
    const video = () => document.getElementById(VIDEO_ID) as HTMLVideoElement;
    const levels = new Levels();
    return new Calls({ fetchToken, baseUrl: location.origin, video, log }, levels, (import.meta.env.DEV && heldCall(levels)) || undefined);
  });
  const call = useSyncExternalStore(calls.listen, () => calls.state);

  const start = useCallback(
    (options: StartOptions) => {
      pressedAtMs.current = performance.now();
      setEvents([]);
      calls.start(options);
    },
    [calls],
  );

  useToldGaps(call, useCallback(() => calls.sessionId, [calls]), calls.tell);

  useEffect(() => {
    const onHide = () => document.hidden && calls.tell({ type: 'hidden' });
    // An abandoned tab would hold its seat for as long as the server waits for it to come back.
    const onLeave = () => calls.end();
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', onLeave);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', onLeave);
      onLeave();
    };
  }, [calls]);

  const { levels, end, interrupt, say, mute, backToLobby, turnSoundOn } = calls;
  return { ...call, sessionId: calls.sessionId, events, levels, start, end, interrupt, say, mute, backToLobby, turnSoundOn };
}

export type CallControls = ReturnType<typeof useCall>;
