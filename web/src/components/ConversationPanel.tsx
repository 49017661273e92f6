import { Tabs } from '@mantine/core';
import type { RefObject } from 'react';

import type { Persona } from '../server/status';
import { isLive } from '../session/phase';
import type { CallControls } from '../session/useCall';
import { texts } from '../texts';
import { Composer } from './Composer';
import classes from './ConversationPanel.module.css';
import { EventList } from './EventList';
import { Transcript } from './Transcript';

interface ConversationPanelProps {
  persona: Persona;
  call: CallControls;
  weakEars: boolean;
  field: RefObject<HTMLInputElement | null>;
}

/** What was said, what the SDK told, and the field to type in. */
export function ConversationPanel({ persona, call, weakEars, field }: ConversationPanelProps) {
  const { conversation } = texts;
  return (
    <Tabs defaultValue="transcript" className={classes.tabs} keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="transcript">{conversation.transcript}</Tabs.Tab>
        <Tabs.Tab value="events">{conversation.events}</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="transcript" className={classes.scroll} tabIndex={0}>
        {call.lines.length === 0 && <p className={classes.empty}>{conversation.empty}</p>}
        <Transcript lines={call.lines} turns={call.turns} personaName={persona.name} />
      </Tabs.Panel>
      <Tabs.Panel value="events" className={classes.scroll} tabIndex={0}>
        <EventList events={call.events} />
      </Tabs.Panel>
      {call.warning && (
        <p className={classes.warning} role="status">
          {call.warning}
        </p>
      )}
      {weakEars && <p className={classes.hint}>{conversation.weak}</p>}
      {call.talk.phase !== 'ended' && (
        <Composer personaName={persona.name} disabled={!isLive(call.talk.phase)} field={field} onSay={call.say} />
      )}
    </Tabs>
  );
}
