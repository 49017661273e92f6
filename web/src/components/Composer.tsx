import { ActionIcon, TextInput } from '@mantine/core';
import { IconArrowUp } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';

import { texts } from '../texts';
import classes from './Composer.module.css';

interface ComposerProps {
  personaName: string;
  disabled: boolean;
  field: RefObject<HTMLInputElement | null>;
  onSay: (text: string) => void;
}

/** Types to the persona: Enter sends, Esc leaves the field. */
export function Composer({ personaName, disabled, field, onSay }: ComposerProps) {
  const [text, setText] = useState('');
  const said = text.trim();
  return (
    <form
      className={classes.composer}
      onSubmit={(event) => {
        event.preventDefault();
        if (disabled || !said) return;
        onSay(said);
        setText('');
      }}
    >
      <TextInput
        ref={field}
        radius="xl"
        value={text}
        maxLength={2000}
        autoComplete="off"
        enterKeyHint="send"
        aria-label={texts.conversation.composer(personaName)}
        placeholder={texts.conversation.composer(personaName)}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
      <ActionIcon
        type="submit"
        size={40}
        radius="xl"
        variant="filled"
        color="apricot.4"
        aria-label={texts.conversation.send}
        disabled={disabled || !said}
      >
        <IconArrowUp size={18} />
      </ActionIcon>
    </form>
  );
}
