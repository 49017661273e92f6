import { Link } from '@tanstack/react-router';

import { texts } from '../texts';
import { languageName } from './languages';
import classes from './PersonaCard.module.css';
import type { PersonaSummary } from './queries';

export function PersonaCard({ persona }: { persona: PersonaSummary }) {
  const { personas } = texts;
  const name = persona.name || personas.unnamed;
  const voice = persona.voice ? personas.voice(persona.voice.displayName) : personas.noVoice;
  const language = persona.languageCode === 'inherit' ? [] : [languageName(persona.languageCode)];
  return (
    <li className={classes.card}>
      <span className={classes.picture} aria-hidden="true">
        {persona.avatar ? <img src={persona.avatar.imageUrl} alt="" loading="lazy" /> : name.slice(0, 1)}
      </span>
      <div className={classes.words}>
        <h2>
          <Link to="/personas/$personaId" params={{ personaId: persona.id }} className={classes.link}>
            {name}
          </Link>
        </h2>
        {persona.description && (
          <p className={classes.description} dir="auto">
            {persona.description}
          </p>
        )}
        <p className={classes.parts}>{[voice, ...language].join(', ')}</p>
        {persona.isDefaultPersona && <span className={classes.server}>{personas.server}</span>}
        {persona.hasDraft && <span className={classes.draft}>{personas.draft}</span>}
      </div>
    </li>
  );
}
