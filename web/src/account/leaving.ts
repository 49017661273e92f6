/** Whoever signs out in one tab has left the others too: nothing of theirs is to stay on a screen. */
const channel = new BroadcastChannel('visavis-sign-out');

export const tellOthersOfLeaving = () => channel.postMessage(null);

/** Calls back until what it returns is called. */
export function hearOthersLeave(left: () => void): () => void {
  channel.addEventListener('message', left);
  return () => channel.removeEventListener('message', left);
}
