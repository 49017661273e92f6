import { useEffect, useRef } from 'react';

import { fetchGaps } from '../server/gaps';
import type { Call } from './callReducer';
import type { Signal } from './signals';

/** An engine reports a turn when it is over, and the report takes a moment to be written down. */
const ASK_AFTER_MS = [400, 1500, 4000];

/** Asks the server where the time went, whenever an answer is over of which it has not told yet. */
export function useToldGaps({ turns, lines }: Call, sessionId: () => string | undefined, tell: (signal: Signal) => void): void {
  const untold = turns.findLast(({ audibleAtMs, told }) => audibleAtMs !== undefined && !told);
  const over = lines.some(({ id, complete }) => complete && id === untold?.lineId) ? untold?.lineId : undefined;
  const refused = useRef(false);
  useEffect(() => {
    if (!over) return;
    const timers = ASK_AFTER_MS.map((ms) =>
      window.setTimeout(() => {
        const id = sessionId();
        if (!id || refused.current) return;
        // Without an answer the split stays the one that was seen here.
        fetchGaps(id).then(
          (gaps) => tell({ type: 'gaps-told', gaps }),
          () => (refused.current = true),
        );
      }, ms),
    );
    return () => timers.forEach((timer) => window.clearTimeout(timer));
  }, [over, sessionId, tell]);
}
