import { describe, expect, it } from 'vitest';

import { type Face, firstFaces } from './faces';

const ofServer = (id: string, looks: string, room: string): Face => ({ id, displayTags: [...looks.split(' '), room], variantName: room, createdByOrganizationId: null });
const yours = (id: string): Face => ({ id, displayTags: [], variantName: '', createdByOrganizationId: 'o1' });

const ALL = [
  ofServer('cara', 'woman friendly', 'office'),
  ofServer('mia', 'woman attentive', 'studio'),
  ofServer('ana-office', 'woman friendly', 'office'),
  ofServer('ana-home', 'woman friendly', 'home'),
  ofServer('leo', 'man confident', 'home'),
];
const shown = (chosen: string, most: number, all = ALL) => firstFaces(all, chosen, most).map(({ id }) => id);

describe('the first faces to choose from', () => {
  it('are different people, whatever their names and rooms', () => {
    expect(shown('', 6)).toEqual(['cara', 'mia', 'leo']);
  });

  it('show the chosen one in the place of that person', () => {
    expect(shown('ana-home', 6)).toEqual(['ana-home', 'mia', 'leo']);
  });

  it('show the chosen one even where it comes late', () => {
    expect(shown('leo', 2)).toEqual(['leo', 'cara']);
  });

  it('take each of yours for somebody else', () => {
    expect(shown('', 6, [yours('a'), yours('b'), ...ALL])).toEqual(['a', 'b', 'cara', 'mia', 'leo']);
  });
});
