import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import { type Settings, useTest } from './queries';
import { Tested } from './Tested';
import classes from './TestPanel.module.css';

interface TestPanelProps {
  /** Of one that is kept. */
  id?: string;
  /** What is to be tried, kept or not; undefined as long as it cannot be. */
  settings: Settings | undefined;
  hint?: string;
}

/** One prompt to an LLM. A form of its own, so it may not stand in another. */
export function TestPanel({ id, settings, hint }: TestPanelProps) {
  const { llmTest } = texts;
  const [prompt, setPrompt] = useState<string>(llmTest.asks);
  const test = useTest(id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (settings) test.mutate({ settings, prompt: prompt.trim() });
  };
  return (
    <div className={classes.panel}>
      <form className={classes.ask} onSubmit={submit}>
        <TextInput
          label={llmTest.prompt}
          description={hint}
          value={prompt}
          onChange={(event) => setPrompt(event.currentTarget.value)}
          maxLength={2000}
        />
        <Button type="submit" variant="default" loading={test.isPending} disabled={!settings || !prompt.trim()}>
          {llmTest.run}
        </Button>
      </form>
      {test.isPending ? (
        <p className={classes.running} role="status">
          {llmTest.running}
        </p>
      ) : (
        <>
          <ActionFailed error={test.error} />
          {test.data && <Tested test={test.data} />}
        </>
      )}
    </div>
  );
}
