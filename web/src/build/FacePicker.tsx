import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { texts } from '../texts';
import { firstFaces } from './faces';
import classes from './FacePicker.module.css';
import { whyNoFace } from './limits';
import { avatars } from './queries';
import { Reason, Section, type SectionProps } from './Section';

const SHOWN = 6;

export function FacePicker({ fields, onSave }: SectionProps) {
  const { face } = texts.build;
  const { data: all = [] } = useQuery(avatars);
  const [open, setOpen] = useState(false);
  const shown = open ? all : firstFaces(all, fields.avatarId, SHOWN);
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
