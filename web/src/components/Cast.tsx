import type { Persona } from '../server/status';
import { texts } from '../texts';
import classes from './Cast.module.css';

interface CastProps {
  personas: readonly Persona[];
  current: string;
  onChoose: (id: string) => void;
}

/** Everyone on this server; the one on stage is marked. */
export function Cast({ personas, current, onChoose }: CastProps) {
  return (
    <div className={classes.cast}>
      <h2>{texts.lobby.others}</h2>
      <ul>
        {personas.map(({ id, name, description, picture }) => (
          <li key={id}>
            <button type="button" className={classes.member} aria-pressed={id === current} onClick={() => onChoose(id)}>
              <img src={picture.landscape ?? picture.square} alt="" loading="lazy" />
              <strong dir="auto">{name}</strong>
              {description && <span dir="auto">{description}</span>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
