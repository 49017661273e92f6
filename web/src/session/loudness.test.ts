import { describe, expect, it } from 'vitest';

import { Gate, lastSoundBefore, rms, Room, samplesSinceOnset } from './loudness';

describe('loudness', () => {
  it('is the root of the mean square', () => {
    expect(rms(new Float32Array([0.5, -0.5, 0.5, -0.5]))).toBeCloseTo(0.5);
    expect(rms(new Float32Array(8))).toBe(0);
  });

  it('finds how long ago a sound set in', () => {
    expect(samplesSinceOnset(new Float32Array([0, 0, -0.3, 0.1, 0]), 0.2)).toBe(3);
    expect(samplesSinceOnset(new Float32Array(5), 0.2)).toBe(0);
  });
});

describe('a gate', () => {
  it('bridges pauses inside a line and closes after a silence', () => {
    const gate = new Gate();
    const changes = [true, false, true, false, false, false].map((sound, k) => gate.hear(sound, k * 200, 450));
    expect(changes).toEqual(['opened', undefined, undefined, undefined, undefined, 'closed']);
  });

  it('closes sooner when a silence is expected', () => {
    const gate = new Gate();
    gate.hear(true, 0, 1500);
    expect(gate.hear(false, 120, 120)).toBe('closed');
  });
});

describe('a room', () => {
  it('is not speech, however loud, once it is known', () => {
    const room = new Room();
    const hum = Array.from({ length: 1500 }, () => room.isSound(0.03));
    expect(hum[0]).toBe(true);
    expect(hum.at(-1)).toBe(false);
    expect(room.isSound(0.2)).toBe(true);
  });

  it('does not swallow ordinary speech in a quiet place', () => {
    const room = new Room();
    const heard = Array.from({ length: 500 }, (_, k) => (k % 10 < 6 ? room.isSound(0.08) : room.isSound(0.001)));
    expect(heard.filter(Boolean)).toHaveLength(300);
  });
});

describe('the end of speech', () => {
  it('is the last sound, unless that lies ahead or too far back', () => {
    expect(lastSoundBefore(5000, 4600)).toBe(4600);
    expect(lastSoundBefore(5000, 5100)).toBeUndefined();
    expect(lastSoundBefore(5000, 1000)).toBeUndefined();
    expect(lastSoundBefore(5000, undefined)).toBeUndefined();
  });
});
