import { useEffect, useRef, useState } from 'react';

import { asFile, LONGEST_S } from './recording';

export type RecorderState = 'idle' | 'asking' | 'recording' | 'denied' | 'missing';

interface Running {
  recorder: MediaRecorder;
  stream: MediaStream;
}

/** The microphone, from a press on; it is given back after each recording, and when the page is left. */
export function useRecorder(onRecorded: (file: File) => void) {
  const running = useRef<Running>(undefined);
  const gone = useRef(false);
  const [state, setState] = useState<RecorderState>('idle');
  const [seconds, setSeconds] = useState(0);

  const release = () => {
    running.current?.stream.getTracks().forEach((track) => track.stop());
    running.current = undefined;
  };
  const stop = () => {
    if (running.current?.recorder.state === 'recording') running.current.recorder.stop();
  };
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      release();
    };
  }, []);
  useEffect(() => {
    if (state !== 'recording') return;
    const began = performance.now();
    const ticking = setInterval(() => {
      const passed = Math.floor((performance.now() - began) / 1000);
      setSeconds(passed);
      if (passed >= LONGEST_S) stop();
    }, 250);
    return () => clearInterval(ticking);
  }, [state]);

  const start = async () => {
    setState('asking');
    setSeconds(0);
    try {
      // As it is in the room: what a call needs would change the voice.
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const recorder = new MediaRecorder(stream);
      running.current = { recorder, stream };
      if (gone.current) return release();
      const parts: Blob[] = [];
      recorder.ondataavailable = ({ data }) => parts.push(data);
      recorder.onstop = () => {
        release();
        if (gone.current) return;
        setState('idle');
        onRecorded(asFile(parts, recorder.mimeType));
      };
      recorder.start();
      setState('recording');
    } catch (error) {
      release();
      setState(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing');
    }
  };
  return { state, seconds, start: () => void start(), stop };
}
