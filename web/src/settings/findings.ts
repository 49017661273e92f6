import { texts } from '../texts';
import type { ServerState } from './queries';

export interface Finding {
  level: 'bad' | 'advice';
  title: string;
  /** What to do about it. */
  advice: string;
}

/** At 25 pictures a second each has this long. */
const PICTURE_MS = 40;
/** One core then draws two sessions, and little else. */
const SLOW_PICTURE_MS = 15;
const LEAST_BYTES = 2e9;
const LEAST_SHARE = 0.1;

/** What is wrong with a server, and what could be better; the worst first. */
export function findingsOf(state: ServerState): Finding[] {
  const words = texts.settings.findings;
  const { engines, seats, storage, machine } = state;
  const slowest = Math.max(0, ...engines.map(({ pictureMs }) => pictureMs));
  const held = seats.engines * seats.perEngine;
  const hasTurn = state.network.iceServers.some(({ urls }) => [urls].flat().some((url) => /^turns?:/.test(String(url))));
  const checks: [boolean, Finding['level'], readonly [string, string]][] = [
    [engines.length === 0, 'bad', words.noEngine],
    [engines.length > 0 && engines.length < seats.engines, 'bad', words.fewEngines(engines.length, seats.engines)],
    [slowest > PICTURE_MS, 'bad', words.tooSlow(slowest)],
    [storage.freeBytes < LEAST_BYTES, 'bad', words.full(storage.freeBytes)],
    [slowest > SLOW_PICTURE_MS && slowest <= PICTURE_MS, 'advice', words.slow(slowest)],
    [engines.some(({ renderer }) => renderer === 'plain'), 'advice', words.plain],
    [machine.load !== null && machine.load > machine.cpus, 'advice', words.busy(machine.load ?? 0, machine.cpus)],
    [seats.perOrganization > held, 'advice', words.fewSeats(seats.perOrganization, held)],
    [storage.freeBytes >= LEAST_BYTES && storage.freeBytes < LEAST_SHARE * storage.totalBytes, 'advice', words.filling(storage.freeBytes)],
    [state.demoLlm, 'advice', words.demo],
    [!hasTurn, 'advice', words.noTurn],
  ];
  return checks.filter(([found]) => found).map(([, level, [title, advice]]) => ({ level, title, advice }));
}
