import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { texts } from '../texts';
import classes from './FacePicker.module.css';
import { whyNoFace } from './limits';
import { type Avatar, avatars } from './queries';
import { Reason, Section, type SectionProps } from './Section';

const SHOWN = 6;

export function FacePicker({ fields, onSave }: SectionProps) {
  const { face } = texts.build;
  const { data: all = [] } = useQuery(avatars);
  const [open, setOpen] = useState(false);
  const some = withChosen(all, fields.avatarId);
  const shown = open ? all : some;
  return (
    <Section title={face.title}>
      {!fields.avatarId && <Reason>{face.gone}</Reason>}
      <div className={classes.faces} role="radiogroup" aria-label={face.label}>
        {shown.map((one) => (
          <label key={one.id} title={whyNoFace(one) ?? one.displayName}>
            <input
              type="radio"
              name="face"
              aria-label={whyNoFace(one) ?? one.displayName}
              checked={one.id === fields.avatarId}
              disabled={whyNoFace(one) !== undefined}
              onChange={() => onSave({ avatarId: one.id })}
            />
            <img src={one.imageUrl} alt="" />
          </label>
        ))}
      </div>
      {all.length > SHOWN && (
        <button type="button" className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? face.fewer : face.all(all.length)}
        </button>
      )}
    </Section>
  );
}

/** The first ones, each another person, and the chosen one among them. */
function withChosen(all: readonly Avatar[], id: string): Avatar[] {
  const chosen = all.find((one) => one.id === id);
  const people = new Map<string, Avatar>();
  for (const one of all) if (!people.has(one.displayName)) people.set(one.displayName, chosen?.displayName === one.displayName ? chosen : one);
  const first = [...people.values()].slice(0, SHOWN);
  return !chosen || first.includes(chosen) ? first : [chosen, ...first.slice(0, -1)];
}
