import { useState, type FocusEvent } from 'react';

/** Whether the pointer or the focus is on something. Nothing moves for those who want it still. */
export function useLooked() {
  const [looked, setLooked] = useState(false);
  const begin = () => setLooked(!matchMedia('(prefers-reduced-motion: reduce)').matches);
  const end = () => setLooked(false);
  return {
    looked,
    watch: {
      onPointerEnter: begin,
      onPointerLeave: end,
      onFocus: begin,
      onBlur: (event: FocusEvent) => event.currentTarget.contains(event.relatedTarget) || end(),
    },
  };
}
