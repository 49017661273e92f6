import { useEffect, useRef, useState } from 'react';

import { fetchStatus, type SeatCount } from '../server/status';
import { isLive, type Phase } from '../session/phase';

const LOOK_EVERY_MS = 2_000;

/** While every seat is taken: looks every two seconds for a free one and starts when there is. */
export function useHeldPlace(phase: Phase, seats: SeatCount, start: () => void) {
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
      const { taken, total } = now?.seats ?? seats;
      if (now && taken < total) latestStart.current();
    }, LOOK_EVERY_MS);
    return () => window.clearInterval(timer);
  }, [holding, seats]);
  return { holding, hold: setWanted };
}
