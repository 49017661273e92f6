import { Button, PasswordInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { Refused } from '../api/refused';
import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import { useSignIn } from './account';
import classes from './SignInForm.module.css';

/** An API key, shown to the server once. The browser keeps a cookie that stands for it. */
export function SignInForm({ onDone, focus = true }: { onDone?: () => void; focus?: boolean }) {
  const [key, setKey] = useState('');
  const signIn = useSignIn();
  // The sign-in is kept in a cookie that browsers take over https and on localhost alone.
  if (!window.isSecureContext) return <p role="alert">{texts.signIn.insecure}</p>;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate(key, {
      onSuccess: () => {
        setKey('');
        onDone?.();
      },
    });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <PasswordInput
        label={texts.signIn.key}
        description={texts.signIn.hint}
        placeholder="vv_…"
        value={key}
        onChange={(event) => setKey(event.currentTarget.value)}
        error={signIn.error && reasonFor(signIn.error)}
        visibilityToggleButtonProps={{ 'aria-label': texts.signIn.show }}
        autoComplete="off"
        spellCheck={false}
        autoFocus={focus}
        required
        withAsterisk={false}
      />
      <Button type="submit" loading={signIn.isPending} disabled={!key.trim()}>
        {texts.signIn.submit}
      </Button>
      <details className={classes.help}>
        <summary>{texts.signIn.lost}</summary>
        <p>{texts.signIn.lostBody}</p>
        <code>{texts.signIn.lostCommand}</code>
      </details>
    </form>
  );
}

const reasonFor = (error: Error) => (error instanceof Refused && error.status === 401 ? texts.signIn.wrong : wordsFor(error));
