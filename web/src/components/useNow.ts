import { useEffect, useState } from 'react';

/** The page's clock, read again every `everyMs`; stands still where `running` is false. */
export function useNow(everyMs: number, running = true): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    if (!running) return;
    const timer = window.setInterval(() => setNowMs(performance.now()), everyMs);
    return () => window.clearInterval(timer);
  }, [everyMs, running]);
  return nowMs;
}
