import { texts } from '../texts';
import type { Build } from './queries';

export type Level = 'pass' | 'note' | 'fail';

export interface Said {
  level: Level;
  text: string;
}

type Report = NonNullable<Build['report']>;

/** Everything there is to say of a photo: what fails first, then what is good, then what could be better. While it is being built, the frames are not known yet. */
export function saidOf({ findings, face, photoWidth, sizes }: Report): Said[] {
  const { passes } = texts.newAvatar;
  const fails = findings.filter(({ level }) => level === 'refusal');
  const notes = findings.filter(({ level }) => level === 'advice');
  const good: string[] = [];
  if (fails.length === 0 && face && photoWidth !== null) good.push(passes.face(Math.round((face.right - face.left) * photoWidth)));
  if (sizes.length > 0) good.push(passes.frames(sizes.map(({ width, height }) => `${width}\u00a0×\u00a0${height}`).join(', ')));
  if (sizes.length > 0 && findings.length === 0) good.push(passes.clear);
  return [
    ...fails.map(({ message }): Said => ({ level: 'fail', text: message })),
    ...good.map((text): Said => ({ level: 'pass', text })),
    ...notes.map(({ message }): Said => ({ level: 'note', text: message })),
  ];
}
