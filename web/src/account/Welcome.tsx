import { IconCheck } from '@tabler/icons-react';

import type { ReactNode } from 'react';

import { MicCheck } from '../components/MicCheck';
import { useMicCheck } from '../components/useMicCheck';
import { LinkButton } from '../lab/LinkButton';
import { useStatus } from '../server/useStatus';
import { texts } from '../texts';
import { useAccount } from './account';
import { SignInForm } from './SignInForm';
import classes from './Welcome.module.css';

/** The first visit, in three steps, of which only the last is needed: key, microphone, hello. */
export function Welcome() {
  const { welcome } = texts;
  const account = useAccount();
  const { status } = useStatus();
  const mic = useMicCheck();
  const persona = status?.personas[0];
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>{welcome.title}</h1>
        <p>{welcome.lead}</p>
      </header>
      <ol className={classes.steps}>
        <Step title={welcome.key.title} done={!!account}>
          {account ? (
            <p>{welcome.key.done(account.keyName, account.organizationName)}</p>
          ) : (
            <>
              <p>{welcome.key.body}</p>
              <SignInForm focus={false} />
            </>
          )}
        </Step>
        <Step title={welcome.microphone.title} done={mic.heard}>
          <p>{welcome.microphone.body}</p>
          <MicCheck check={mic} />
        </Step>
        <Step title={welcome.talk.title(persona?.name)}>
          <p>{welcome.talk.body}</p>
          <LinkButton to="/" search={persona && { persona: persona.id }} color="apricot.4" size="md">
            {persona ? texts.lobby.talk(persona.name) : welcome.talk.anybody}
          </LinkButton>
        </Step>
      </ol>
    </div>
  );
}

function Step({ title, done, children }: { title: string; done?: boolean; children: ReactNode }) {
  return (
    <li className={classes.step} data-done={done || undefined}>
      <h2>
        {title}
        {done && (
          <span className={classes.done}>
            <IconCheck size={16} stroke={2.2} aria-hidden="true" />
            {texts.welcome.done}
          </span>
        )}
      </h2>
      {children}
    </li>
  );
}
