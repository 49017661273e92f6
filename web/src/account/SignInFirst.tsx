import type { ReactNode } from 'react';

import { Mark } from '../components/Mark';
import { texts } from '../texts';
import { useAccount } from './account';
import classes from './SignInFirst.module.css';
import { SignInForm } from './SignInForm';

/** What is shown to whoever is signed in; to others, how to sign in. */
export function SignInFirst({ why, children }: { why: string; children: ReactNode }) {
  const account = useAccount();
  if (account === undefined) return null;
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
