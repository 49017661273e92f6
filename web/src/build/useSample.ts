import { useEffect, useRef, useState } from 'react';

interface Sample {
  /** Of the voice. */
  id: string;
  playing: boolean;
  /** Why nothing is heard, for people. */
  trouble?: string;
}

/** One sample at a time. It may take a while until there is one. */
export function useSample(wordsFor: (error: Error) => string) {
  const audio = useRef<HTMLAudioElement>(undefined);
  const wanted = useRef<object>(undefined);
  const [sample, setSample] = useState<Sample>();
  const stop = () => {
    wanted.current = undefined;
    audio.current?.pause();
    setSample(undefined);
  };
  useEffect(
    () => () => {
      wanted.current = undefined;
      audio.current?.pause();
    },
    [],
  );
  /** `find` gives the address of the sound. */
  const toggle = async (id: string, find: () => Promise<string>) => {
    const same = sample?.id === id && sample.trouble === undefined;
    stop();
    if (same) return;
    const mine = (wanted.current = {});
    setSample({ id, playing: false });
    try {
      const url = await find();
      if (wanted.current !== mine) return;
      audio.current = new Audio(url);
      audio.current.onended = () => wanted.current === mine && stop();
      await audio.current.play();
      if (wanted.current === mine) setSample({ id, playing: true });
    } catch (error) {
      if (wanted.current === mine) setSample({ id, playing: false, trouble: wordsFor(error as Error) });
    }
  };
  return { sample, toggle: (id: string, find: () => Promise<string>) => void toggle(id, find) };
}
