import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, ReactNode } from 'react';

import { may, useAccount } from '../account/account';
import type { Persona } from '../server/status';
import { gapOf, median } from '../session/gap';
import type { CallControls } from '../session/useCall';
import { texts } from '../texts';
import classes from './Trouble.module.css';

interface TroubleProps {
  persona: Persona;
  call: CallControls;
  seatsTotal?: number;
  holding: boolean;
  onHold: (holding: boolean) => void;
  onTalk: () => void;
  onType: () => void;
}

/** What happened, the likeliest reason and two ways out, laid over the stage. Nothing is lost behind it. */
export function Trouble(props: TroubleProps) {
  const { talk } = props.call;
  switch (talk.phase) {
    case 'mic-denied':
      return <NoMicrophone {...props} />;
    case 'full':
      return <Full {...props} />;
    case 'failed':
      return <Failed {...props} />;
    case 'ended':
      return <Ended {...props} />;
    default:
      return null;
  }
}

function NoMicrophone({ persona, call, onTalk, onType }: TroubleProps) {
  const { mic = 'refused' } = call.talk.trouble ?? {};
  const { title, body } = texts.mic[mic];
  // Another try on the same page ends the same.
  const hopeless = mic === 'insecure';
  return (
    <Card title={title} body={body}>
      {hopeless ? <First label={texts.type} onClick={onType} /> : <First label={texts.again} onClick={onTalk} />}
      {hopeless ? <Second label={texts.back(persona.name)} onClick={call.backToLobby} /> : <Second label={texts.type} onClick={onType} />}
    </Card>
  );
}

function Full({ persona, call, seatsTotal, holding, onHold }: TroubleProps) {
  const { full } = texts;
  const mayLook = may(useAccount(), 'sessions:read');
  return (
    <Card title={full.title(seatsTotal)} body={holding ? full.waiting : full.body}>
      {holding ? <Second label={full.leave} onClick={() => onHold(false)} /> : <First label={full.hold} onClick={() => onHold(true)} />}
      {!holding && <Second label={texts.back(persona.name)} onClick={call.backToLobby} />}
      {mayLook && <Other to="/sessions">{full.who}</Other>}
    </Card>
  );
}

function Failed({ persona, call, onTalk }: TroubleProps) {
  const { failure = 'unreachable', reason, code } = call.talk.trouble ?? {};
  const { title, body } = texts.failures[failure];
  const quoted = failure === 'ended-by-server' || failure === 'refused';
  const isSignedIn = !!useAccount();
  const mayTest = isSignedIn && (failure === 'line-dropped' || failure === 'no-media');
  return (
    <Card title={title} body={body} quote={quoted ? (reason ?? texts.noReason) : undefined} code={code}>
      <First label={texts.reconnect} onClick={onTalk} />
      <Second label={texts.back(persona.name)} onClick={call.backToLobby} />
      {mayTest && <Other to="/settings/health">{texts.testLine}</Other>}
    </Card>
  );
}

function Ended({ call, onTalk }: TroubleProps) {
  const { turns, lines, startedAtMs, endedAtMs, sessionId } = call;
  const mayLook = may(useAccount(), 'sessions:read');
  const lengthS = startedAtMs === undefined || endedAtMs === undefined ? 0 : (endedAtMs - startedAtMs) / 1000;
  const gaps = turns.map(gapOf).filter((gap) => gap !== undefined);
  const { ended } = texts;
  return (
    <Card
      title={ended.title(ended.length(lengthS), median(gaps.map(({ totalMs }) => totalMs)))}
      body={ended.body(lines.filter(({ side }) => side === 'you').length, lines.filter(({ interrupted }) => interrupted).length)}
    >
      <First label={ended.again} onClick={onTalk} />
      <Second label={ended.lobby} onClick={call.backToLobby} />
      {mayLook && sessionId && (
        <Other to="/sessions/$sessionId" params={{ sessionId }}>
          {ended.session}
        </Other>
      )}
    </Card>
  );
}

interface CardProps {
  title: string;
  body: string;
  /** The server's own words. */
  quote?: string;
  code?: string;
  children: ReactNode;
}

function Card({ title, body, quote, code, children }: CardProps) {
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <div className={classes.trouble} role="alert">
      <h1>{title}</h1>
      <p>{body}</p>
      {quote && <blockquote>{quote}</blockquote>}
      <div className={classes.actions}>{children}</div>
      {code && (
        <div className={classes.code}>
          <code>{code}</code>
          <button type="button" onClick={() => clipboard.copy([title, quote, code].filter(Boolean).join('\n'))}>
            {clipboard.copied ? texts.copied : texts.copyCode}
          </button>
        </div>
      )}
    </div>
  );
}

const First = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button color="apricot.4" onClick={onClick} data-autofocus>
    {label}
  </Button>
);

const Second = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button variant="white" c="#0e2b28" onClick={onClick}>
    {label}
  </Button>
);

/** Leads to another page of the Lab. */
const Other = createLink((props: AnchorHTMLAttributes<HTMLAnchorElement>) => <a {...props} className={classes.other} />);
