import { Choice } from '../lab/Choice';
import { texts } from '../texts';
import { type Part, PARTS } from './points';

const ORDER = Object.keys(PARTS).reverse() as Part[];

/** Which points are shown, each part as large as it can be. */
export function PartTabs({ part, onPart }: { part: Part; onPart: (part: Part) => void }) {
  const { points } = texts.newAvatar;
  return <Choice label={points.part} name="part" value={part} options={ORDER.map((value) => ({ value, label: points.parts[value] }))} onChange={onPart} />;
}
