import { expect, test } from 'vitest';

import { texts } from '../texts';
import { findingsOf } from './findings';
import type { ServerState } from './queries';

const words = texts.settings.findings;
const ENGINE = { name: 'engine-1', sessions: 0, capacity: 8, draining: false, renderer: 'compiled', pictureMs: 4, lipModel: null, lipModelRunsOn: null } as const;
const WELL: ServerState = {
  version: '1',
  ready: true,
  engines: [ENGINE],
  parts: [],
  machine: { cpus: 4, load: 1 },
  seats: { perOrganization: 8, engines: 1, perEngine: 8 },
  storage: { database: 'sqlite', dataDir: '/data', freeBytes: 5e10, totalBytes: 1e11, retentionDays: 30 },
  network: { iceServers: [{ urls: ['turn:turn.example.com'] }], advertisedAddress: null, udpPortMin: null, udpPortMax: null, publicUrl: null },
  defaultLlm: 'gpt at example.com',
  demoLlm: false,
};
const titles = (change: Partial<ServerState>) => findingsOf({ ...WELL, ...change }).map(({ title }) => title);

test('where all is well nothing is found', () => {
  expect(findingsOf(WELL)).toEqual([]);
});

test('what keeps people from talking stands first', () => {
  const found = findingsOf({ ...WELL, demoLlm: true, engines: [] });
  expect(found.map(({ level }) => level)).toEqual(['bad', 'advice']);
  expect(found[0]!.title).toBe(words.noEngine[0]);
});

test.each<[Partial<ServerState>, string]>([
  [{ seats: { ...WELL.seats, engines: 2 } }, words.fewEngines(1, 2)[0]],
  [{ engines: [ENGINE, { ...ENGINE, pictureMs: 55 }] }, words.tooSlow(55)[0]],
  [{ engines: [{ ...ENGINE, pictureMs: 20 }] }, words.slow(20)[0]],
  [{ engines: [{ ...ENGINE, renderer: 'plain' }] }, words.plain[0]],
  [{ machine: { cpus: 2, load: 3.5 } }, words.busy(3.5, 2)[0]],
  [{ storage: { ...WELL.storage, freeBytes: 1e9 } }, words.full(1e9)[0]],
  [{ storage: { ...WELL.storage, freeBytes: 5e9 } }, words.filling(5e9)[0]],
  [{ seats: { perOrganization: 20, engines: 1, perEngine: 8 } }, words.fewSeats(20, 8)[0]],
  [{ network: { ...WELL.network, iceServers: [{ urls: 'stun:stun.example.com' }] } }, words.noTurn[0]],
])('%o is found', (change, title) => {
  expect(titles(change)).toEqual([title]);
});
