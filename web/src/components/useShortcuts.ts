import { useEffect, useRef } from 'react';

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement && (target.matches('input, textarea, select') || target.isContentEditable);

/** Single keys for the whole page. Typing is left alone, and so is Space where it would press what has the focus. */
export function useShortcuts(keys: Record<string, () => void>): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key === ' ' ? 'space' : event.key.toLowerCase();
      const act = latest.current[key];
      if (!act || event.repeat || event.ctrlKey || event.metaKey || event.altKey || isField(event.target)) return;
      if (key === 'space' && event.target instanceof Element && event.target.closest('button, a, summary, [role="tab"]')) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
