import { describe, expect, it, vi } from 'vitest';

vi.stubGlobal('location', { origin: 'http://lab.test' });
const { asPersona, HELLO_S, personaConfigOf } = await import('./hello');

const olive = { id: 'a1', displayName: 'Olive', imageUrl: '/square.jpg', landscapeImageUrl: null, portraitImageUrl: '/tall.jpg' } as Parameters<typeof asPersona>[0];

describe('saying hello to a face', () => {
  it('is a talk with that face, under its name, that the server ends if the page cannot', () => {
    const config = personaConfigOf(olive);

    expect(config).toMatchObject({ avatarId: 'a1', name: 'Olive' });
    expect(config.initialMessage).toContain('Olive');
    expect(config.maxSessionLengthSeconds).toBeGreaterThan(HELLO_S);
  });

  it('says nothing of voice and brain, which are the server’s choice', () => {
    expect(Object.keys(personaConfigOf(olive))).not.toEqual(expect.arrayContaining(['voiceId']));
    expect(Object.keys(personaConfigOf(olive))).not.toEqual(expect.arrayContaining(['llmId']));
  });

  it('shows the face in each shape that there is', () => {
    expect(asPersona(olive).picture).toEqual({ square: '/square.jpg', landscape: null, portrait: '/tall.jpg' });
  });
});
