import type { ReactNode } from 'react';

import type { Persona } from '../server/status';
import { isLive, type Phase } from '../session/phase';
import { VIDEO_ID } from '../session/useCall';
import { texts } from '../texts';
import classes from './Stage.module.css';

interface StageProps {
  persona: Persona;
  phase: Phase;
  children?: ReactNode;
}

/** The persona: a still until the conversation is live, then the SDK's video over it. */
export function Stage({ persona, phase, children }: StageProps) {
  const { square, landscape, portrait } = persona.picture;
  return (
    <section className={classes.stage} data-phase={phase} aria-label={persona.name}>
      <picture>
        <source media="(max-aspect-ratio: 1/1)" srcSet={portrait ?? square} />
        <img className={classes.picture} src={landscape ?? square} alt={texts.lobby.pictureOf(persona.name)} />
      </picture>
      <video id={VIDEO_ID} className={classes.video} data-live={isLive(phase) || undefined} playsInline aria-hidden="true" />
      <div className={classes.scrim} />
      {children}
    </section>
  );
}
