import type { ReactNode } from 'react';

import { Mark } from '../components/Mark';
import { Failed } from '../lab/Failed';
import { texts } from '../texts';
import { useAskedAccount } from './account';
import classes from './SignInFirst.module.css';
import { SignInForm } from './SignInForm';

/** What is shown to whoever is signed in; to others, how to sign in. */
export function SignInFirst({ why, children }: { why: string; children: ReactNode }) {
  const { data: account, error, refetch } = useAskedAccount();
  if (account === undefined) return error && <Failed error={error} onAgain={() => void refetch()} />;
  return account === null ? <SignInSheet lead={why} /> : children;
}

export function SignInSheet({ lead, onDone }: { lead: string; onDone?: () => void }) {
  return (
    <div className={classes.page}>
      <section className={classes.sheet} aria-labelledby="sign-in-title">
        <Mark size={40} />
        <h1 id="sign-in-title">{texts.signIn.title}</h1>
        <p>{lead}</p>
        <SignInForm onDone={onDone} />
      </section>
    </div>
  );
}
