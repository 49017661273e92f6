import { Kbd, Switch } from '@mantine/core';

import type { Persona, Recogniser } from '../server/status';
import { texts } from '../texts';
import classes from './BeforeYouTalk.module.css';
import { MicCheck } from './MicCheck';
import { Parts } from './Parts';
import type { MicCheckState } from './useMicCheck';

interface BeforeYouTalkProps {
  persona: Persona;
  recogniser: Recogniser;
  mic: MicCheckState;
  captions: boolean;
  onCaptions: (shown: boolean) => void;
}

/** Beside the lobby: the microphone, what is behind the face, the keys. */
export function BeforeYouTalk({ persona, recogniser, mic, captions, onCaptions }: BeforeYouTalkProps) {
  const { before } = texts;
  return (
    <div className={classes.before} tabIndex={0} role="group" aria-label={before.title}>
      <h2>{before.title}</h2>
      <MicCheck check={mic} />
      <Switch label={before.captions} checked={captions} onChange={(event) => onCaptions(event.currentTarget.checked)} />
      <p className={classes.note}>{before.privacy}</p>
      <hr />
      <Parts persona={persona} recogniser={recogniser} />
      <ul className={classes.keys} aria-label={before.keysTitle}>
        {before.keys.map(([key, does]) => (
          <li key={key}>
            <Kbd size="xs">{key}</Kbd> {does}
          </li>
        ))}
      </ul>
    </div>
  );
}
