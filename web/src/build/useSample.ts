import { useEffect, useRef, useState } from 'react';

/** One sample at a time; the id of the one that is heard. */
export function useSample() {
  const audio = useRef<HTMLAudioElement>(undefined);
  const [playing, setPlaying] = useState<string>();
  const stop = () => {
    audio.current?.pause();
    audio.current = undefined;
    setPlaying(undefined);
  };
  useEffect(() => () => audio.current?.pause(), []);
  const toggle = (id: string, url: string) => {
    const same = playing === id;
    stop();
    if (same) return;
    const sample = new Audio(url);
    audio.current = sample;
    sample.onended = stop;
    sample.onerror = stop;
    setPlaying(id);
    void sample.play().catch(stop);
  };
  return { playing, toggle };
}
