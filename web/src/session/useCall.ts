import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from 'react';

import { heldCall } from '../dev/heldCall';
import { fetchToken } from '../server/token';
import { callReducer, noCall } from './callReducer';
import { Conversation } from './conversation';
import { Levels } from './levels';
import { patienceMs } from './patience';
import { useToldGaps } from './useToldGaps';

/** The id of the one <video>, which stays mounted from the lobby on because the SDK takes an id. */
export const VIDEO_ID = 'persona-video';

const KEPT_EVENTS = 300;

export interface LoggedEvent {
  atMs: number;
  name: string;
  detail: string;
}

export interface StartOptions {
  withMicrophone: boolean;
  deviceId?: string;
}

/** One conversation at a time, with everything the page shows of it. */
export function useCall(personaId: string, draft = false) {
  const levels = useMemo(() => new Levels(), []);
  const [call, tell] = useReducer(callReducer, noCall, (empty) => (import.meta.env.DEV && heldCall(levels)) || empty);
  const [events, setEvents] = useState<readonly LoggedEvent[]>([]);
  const [muted, setMuted] = useState(false);
  const [soundBlocked, setSoundBlocked] = useState(false);
  const [warning, setWarning] = useState<string>();
  const conversation = useRef<Conversation>(undefined);

  const start = useCallback(
    ({ withMicrophone, deviceId }: StartOptions) => {
      setEvents([]);
      setMuted(false);
      setSoundBlocked(false);
      setWarning(undefined);
      const pressedAtMs = performance.now();
      conversation.current?.hangUp();
      conversation.current = new Conversation({
        fetchToken: () => fetchToken(personaId, draft),
        baseUrl: location.origin,
        video: document.getElementById(VIDEO_ID) as HTMLVideoElement,
        withMicrophone,
        deviceId,
        levels,
        tell,
        log: (name, detail) =>
          setEvents((before) => [...before.slice(1 - KEPT_EVENTS), { atMs: performance.now() - pressedAtMs, name, detail }]),
        onSoundBlocked: () => setSoundBlocked(true),
        onWarning: setWarning,
      });
      void conversation.current.start();
    },
    [personaId, draft, levels],
  );

  const end = useCallback(() => conversation.current?.hangUp(), []);
  const interrupt = useCallback(() => conversation.current?.interrupt(), []);
  const say = useCallback((text: string) => conversation.current?.say(text), []);
  const backToLobby = useCallback(() => tell({ type: 'back-to-lobby' }), []);
  const mute = useCallback((wanted: boolean) => {
    setMuted(wanted);
    conversation.current?.setMuted(wanted);
  }, []);
  const turnSoundOn = useCallback(() => {
    const video = document.getElementById(VIDEO_ID) as HTMLVideoElement;
    video.muted = false;
    void video.play();
    setSoundBlocked(false);
  }, []);

  const patience = patienceMs(call);
  useEffect(() => {
    if (patience === undefined) return;
    const timer = window.setTimeout(() => tell({ type: 'nothing-came' }), patience);
    return () => window.clearTimeout(timer);
  }, [patience]);

  useToldGaps(call, useCallback(() => conversation.current?.sessionId, []), tell);

  useEffect(() => {
    const onHide = () => document.hidden && tell({ type: 'hidden' });
    // An abandoned tab would hold its seat for as long as the server waits for it to come back.
    const onLeave = () => conversation.current?.hangUp();
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', onLeave);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', onLeave);
      onLeave();
    };
  }, []);

  return { ...call, events, muted, soundBlocked, warning, levels, start, end, interrupt, say, mute, backToLobby, turnSoundOn };
}

export type CallControls = ReturnType<typeof useCall>;
