import { expect, test } from 'vitest';

import { type LineFacts, serversAsked, verdict } from './line';

const FINE: LineFacts = {
  candidates: ['host'],
  asked: { stun: false, turn: false },
  connectedMs: 180,
  way: { kind: 'host', protocol: 'udp' },
  echoesMs: [4, 3, 30, 5],
  sent: 4,
};
const about = (facts: Partial<LineFacts>, what: string) => verdict({ ...FINE, ...facts }).find((word) => word.about === what);

test('a line that stands says how, and how quick it is', () => {
  expect(verdict(FINE)).toEqual([
    { good: true, about: 'connected', ms: 180, relayed: false, protocol: 'udp' },
    { good: true, about: 'echo', medianMs: 5, lost: 0, sent: 4 },
    { good: true, about: 'stun', asked: false },
    { good: true, about: 'turn', asked: false },
  ]);
  expect(about({ way: { kind: 'relay', protocol: 'udp' } }, 'connected')).toMatchObject({ relayed: true });
});

test('a line that never stood says so first, and knows whether a TURN server could have helped', () => {
  const [first] = verdict({ ...FINE, connectedMs: undefined, echoesMs: [], sent: 0, asked: { stun: true, turn: true } });
  expect(first).toEqual({ good: false, about: 'unreachable', turn: true });
});

test.each<[Partial<LineFacts>]>([[{ echoesMs: [200, 300, 160] , sent: 3 }], [{ echoesMs: [5, 5, 5], sent: 4 }], [{ echoesMs: [], sent: 4 }]])(
  'a slow or lossy line is not good: %o',
  (facts) => {
    expect(about(facts, 'echo')).toMatchObject({ good: false });
  },
);

test('a server that does not answer is named', () => {
  const asked = { stun: true, turn: true };
  expect(about({ asked, candidates: ['host', 'srflx'] }, 'stun')).toEqual({ good: true, about: 'stun', asked: true });
  expect(about({ asked, candidates: ['host', 'srflx'] }, 'turn')).toEqual({ good: false, about: 'turn', asked: true });
});

test('what the browser is told to ask is read from the addresses', () => {
  expect(serversAsked(['stun:a', 'turns:b'])).toEqual({ stun: true, turn: true });
  expect(serversAsked([])).toEqual({ stun: false, turn: false });
});
