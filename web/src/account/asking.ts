import { useSyncExternalStore } from 'react';

/** Whether a request was refused because nobody is signed in any more; the sign-in then opens over the page. */
let asked = false;
const listeners = new Set<() => void>();

function set(value: boolean) {
  asked = value;
  for (const listener of listeners) listener();
}

export const askToSignIn = () => set(true);
export const stopAsking = () => set(false);

export const useAskedToSignIn = () =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => asked,
  );
