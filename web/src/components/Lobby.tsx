import { Button } from '@mantine/core';
import { IconKeyboard, IconMicrophone } from '@tabler/icons-react';

import type { Persona, Recogniser } from '../server/status';
import { texts } from '../texts';
import classes from './Lobby.module.css';

/** Characters; a longer name is written smaller. */
const LONG_NAME = 20;

interface LobbyProps {
  persona: Persona;
  recogniser: Recogniser;
  draft?: boolean;
  onTalk: () => void;
  onType: () => void;
}

/** The name in large type, what is really behind it in one line, and the one press that starts everything. */
export function Lobby({ persona, recogniser, draft, onTalk, onType }: LobbyProps) {
  return (
    <div className={classes.lobby}>
      <div className={classes.who}>
        <h1 data-long={persona.name.length > LONG_NAME || undefined}>
          <bdi>{persona.name}</bdi>
        </h1>
        {persona.description && (
          <p className={classes.role}>
            <bdi>{persona.description}</bdi>
          </p>
        )}
        <p className={classes.parts}>{draft ? texts.lobby.draft : texts.lobby.parts(persona.voice.engine, persona.llm.demo ? texts.lobby.demo : persona.llm.name, recogniser.name)}</p>
      </div>
      <div className={classes.actions}>
        <Button size="lg" radius="xl" color="apricot.4" className={classes.talk} leftSection={<IconMicrophone size={20} />} onClick={onTalk}>
          <span className={classes.label}>{texts.lobby.talk(persona.name)}</span>
        </Button>
        <button type="button" className={classes.type} onClick={onType}>
          <IconKeyboard size={17} stroke={1.8} aria-hidden="true" />
          {texts.lobby.type}
        </button>
      </div>
    </div>
  );
}
