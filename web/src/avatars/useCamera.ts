import { useCallback, useEffect, useRef, useState } from 'react';

import { isHidden, micTroubleOf } from '../session/microphone';
import type { MicTrouble } from '../session/phase';
import { taken } from './photo';

/** Cameras are refused, absent, busy and insecure just as microphones are. */
export type CameraTrouble = MicTrouble;

type Camera = { is: 'closed' } | { is: 'asking' } | { is: 'open'; stream: MediaStream } | { is: 'missing'; trouble: CameraTrouble };

/** As much as an avatar can use, if the camera has it; whoever looks at the screen. */
const WANTED: MediaTrackConstraints = { facingMode: 'user', width: { ideal: 1920 }, height: { ideal: 1080 } };

/** The camera, from a press on; it is given back with the photo, and when the page is left. */
export function useCamera(onTaken: (photo: File) => void) {
  const [camera, setCamera] = useState<Camera>({ is: 'closed' });
  const video = useRef<HTMLVideoElement>(null);
  const wanted = useRef(false);
  const stream = camera.is === 'open' ? camera.stream : undefined;

  useEffect(() => {
    if (!stream) return;
    video.current!.srcObject = stream;
    return () => stream.getTracks().forEach((track) => track.stop());
  }, [stream]);
  useEffect(() => () => void (wanted.current = false), []);

  const close = useCallback(() => {
    wanted.current = false;
    setCamera({ is: 'closed' });
  }, []);
  const open = async () => {
    wanted.current = true;
    setCamera({ is: 'asking' });
    try {
      if (isHidden()) return setCamera({ is: 'missing', trouble: 'insecure' });
      const opened = await navigator.mediaDevices.getUserMedia({ video: WANTED });
      if (wanted.current) setCamera({ is: 'open', stream: opened });
      else opened.getTracks().forEach((track) => track.stop());
    } catch (error) {
      if (wanted.current) setCamera({ is: 'missing', trouble: micTroubleOf(error) });
    }
  };
  const take = async () => {
    const photo = await taken(video.current!);
    close();
    onTaken(photo);
  };
  return { ...camera, video, open: () => void open(), take: () => void take(), close };
}
