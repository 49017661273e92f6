import { useCallback, useEffect, useRef, useState } from 'react';

import { heightOf } from '../session/levels';
import { rms, Room } from '../session/loudness';
import { watchSound } from '../session/meter';
import { isHidden, NoMicrophone, openMicrophone } from '../session/microphone';
import type { MicTrouble } from '../session/phase';

const SHOW_EVERY_MS = 80;

/** The microphone of the lobby: opened on request (at once where the user allowed it before), closed when it is left. */
export function useMicCheck() {
  const [running, setRunning] = useState(false);
  const [trouble, setTrouble] = useState<MicTrouble | undefined>(() => (isHidden() ? 'insecure' : undefined));
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const [deviceId, setDeviceId] = useState<string>();
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  const stop = useRef<() => void>(undefined);

  const close = useCallback(() => {
    stop.current?.();
    stop.current = undefined;
    setRunning(false);
  }, []);

  const open = useCallback(
    async (wanted?: string) => {
      close();
      try {
        const stream = await openMicrophone(wanted);
        const context = new AudioContext();
        const room = new Room();
        let loudest = 0;
        let shownAtMs = 0;
        const unwatch = watchSound(context, stream, (samples, atMs) => {
          const now = rms(samples);
          loudest = Math.max(loudest, now);
          if (room.isSound(now)) setHeard(true);
          if (atMs - shownAtMs < SHOW_EVERY_MS) return;
          setLevel(heightOf(loudest));
          loudest = 0;
          shownAtMs = atMs;
        });
        stop.current = () => {
          unwatch();
          void context.close();
          for (const track of stream.getTracks()) track.stop();
        };
        setTrouble(undefined);
        setHeard(false);
        setRunning(true);
        setDeviceId(stream.getAudioTracks()[0]?.getSettings().deviceId);
        setDevices((await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput'));
      } catch (error) {
        setTrouble(error instanceof NoMicrophone ? error.trouble : 'refused');
      }
    },
    [close],
  );

  useEffect(() => close, [close]);

  return { running, trouble, devices, deviceId, level, heard, open: (wanted?: string) => void open(wanted), close };
}

export type MicCheckState = ReturnType<typeof useMicCheck>;
