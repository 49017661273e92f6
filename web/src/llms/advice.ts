import type { LlmTest } from './queries';

export type Advice = 'key' | 'model' | 'limit' | 'reach' | 'time' | 'other';

/** From about here on people notice that they wait for the first words. */
export const SLOW_FIRST_MS = 800;

/** What is most likely wrong, by the provider's own words. */
export function adviceFor(error: string): Advice {
  const words = error.toLowerCase();
  if (/\b(401|403)\b|unauthori[sz]ed|api key|invalid x-api-key|permission/.test(words)) return 'key';
  if (/\b429\b|rate limit|quota|credit/.test(words)) return 'limit';
  if (/\b404\b|model.*(not found|does not exist)|not found.*model/.test(words)) return 'model';
  if (/was not done within|timed? ?out/.test(words)) return 'time';
  if (/connect|resolve|name or service|unreachable|may not be reached/.test(words)) return 'reach';
  return 'other';
}

export const isSlow = ({ ok, firstTokenMs }: LlmTest) => ok && firstTokenMs !== null && firstTokenMs > SLOW_FIRST_MS;
