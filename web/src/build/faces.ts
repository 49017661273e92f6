import type { Avatar } from './queries';

export type Face = Pick<Avatar, 'id' | 'displayTags' | 'variantName' | 'createdByOrganizationId'>;

/** Who it is: the server shows its people in several rooms and under several names, with the same words for their looks. */
export function personOf({ id, displayTags, variantName, createdByOrganizationId }: Face): string {
  if (createdByOrganizationId !== null) return id;
  return displayTags.filter((tag) => tag !== variantName).join(' ') || id;
}

/** The first `most`, each another person, and the chosen one among them. */
export function firstFaces<Any extends Face>(all: readonly Any[], chosenId: string, most: number): Any[] {
  const chosen = all.find(({ id }) => id === chosenId);
  const people = new Map<string, Any>();
  for (const one of all) if (!people.has(personOf(one))) people.set(personOf(one), one);
  if (chosen) people.set(personOf(chosen), chosen);
  const first = [...people.values()].slice(0, most);
  return !chosen || first.includes(chosen) ? first : [chosen, ...first.slice(0, -1)];
}
