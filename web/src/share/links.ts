import type { Link } from './queries';

export type LinkState = 'open' | 'paused' | 'expired' | 'used-up';

/** As the server judges a visitor who comes now. */
export function stateOf({ enabled, expiresAt, usageLimit, usageCount }: Link, nowMs: number): LinkState {
  if (!enabled) return 'paused';
  if (expiresAt !== null && Date.parse(expiresAt) <= nowMs) return 'expired';
  return usageLimit !== null && usageCount >= usageLimit ? 'used-up' : 'open';
}

/** The end of its token tells links apart that nobody named. */
export const nameOf = ({ name, token }: Link, unnamed: string) => name || `${unnamed} …${token.slice(-6)}`;
