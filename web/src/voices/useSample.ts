import { useEffect, useRef, useState } from 'react';

interface Sample {
  id: string;
  url: string;
}

/** One player for a whole list, so one voice is heard at a time. */
export function useSample() {
  const player = useRef<HTMLAudioElement>(null);
  const [playing, setPlaying] = useState<string>();
  const [failed, setFailed] = useState<string>();
  useEffect(() => () => player.current?.pause(), []);

  const stop = () => {
    player.current?.pause();
    setPlaying(undefined);
  };
  const toggle = ({ id, url }: Sample) => {
    stop();
    setFailed(undefined);
    if (playing === id) return;
    const audio = (player.current ??= new Audio());
    const over = () => setPlaying((now) => (now === id ? undefined : now));
    audio.src = url;
    audio.onended = over;
    audio.onerror = () => {
      over();
      setFailed(id);
    };
    setPlaying(id);
    audio.play().catch((error: DOMException) => {
      if (error.name !== 'AbortError') audio.onerror?.(error.message); // another was chosen meanwhile
    });
  };
  return { playing, failed, toggle, stop };
}
