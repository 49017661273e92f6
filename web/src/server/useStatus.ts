import { useCallback, useEffect, useState } from 'react';

import { fetchStatus, type LabStatus } from './status';

const LOOK_EVERY_MS = 5_000;

/** The server's status, looked up again every few seconds while the page is seen. The last one stays while it cannot be reached. */
export function useStatus() {
  const [status, setStatus] = useState<LabStatus>();
  const [reachable, setReachable] = useState(true);

  const look = useCallback(async (signal?: AbortSignal) => {
    try {
      const found = await fetchStatus(signal);
      setStatus(found);
      setReachable(true);
    } catch {
      if (!signal?.aborted) setReachable(false);
    }
  }, []);

  useEffect(() => {
    const leaving = new AbortController();
    const lookIfSeen = () => void (document.hidden || look(leaving.signal));
    lookIfSeen();
    const timer = window.setInterval(lookIfSeen, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', lookIfSeen);
    return () => {
      leaving.abort();
      window.clearInterval(timer);
      document.removeEventListener('visibilitychange', lookIfSeen);
    };
  }, [look]);

  return { status, reachable, look: useCallback(() => void look(), [look]) };
}
