import { useEffect, useRef, useState } from 'react';

import { fetchStatus } from '../server/status';
import { isLive, type Phase } from '../session/phase';

const LOOK_EVERY_MS = 2_000;

/** While every seat is taken: looks every two seconds for a free one and starts when there is. */
export function useHeldPlace(phase: Phase, start: () => void) {
  const [wanted, setWanted] = useState(false);
  const latestStart = useRef(start);
  useEffect(() => {
    latestStart.current = start;
  });
  const holding = phase === 'full' && wanted;
  useEffect(() => {
    if (isLive(phase) || phase === 'lobby') setWanted(false);
  }, [phase]);
  // Starting may meet a full house again: then the place is still held and the next look tries again.
  useEffect(() => {
    if (!holding) return;
    const timer = window.setInterval(async () => {
      const now = await fetchStatus().catch(() => undefined);
      if (now && now.seats.taken < now.seats.total) latestStart.current();
    }, LOOK_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [holding]);
  return { holding, hold: setWanted };
}
