import { Button, Textarea } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import form from '../lab/form.module.css';
import { texts } from '../texts';
import type { Draft } from './draft';
import type { Tool } from './kinds';
import { useTest } from './queries';
import { exampleOf } from './schema';
import classes from './TestCall.module.css';
import { TestResult } from './TestResult';

interface TestCallProps {
  tool?: Tool;
  draft: Draft;
  /** The draft says something else than what is stored. */
  changed: boolean;
}

/** Beside a tool: calling it as a conversation would. */
export function TestCall({ tool, draft, changed }: TestCallProps) {
  const { test } = texts.tools;
  return (
    <section className={classes.test} aria-labelledby="test">
      <h2 id="test">{test.title}</h2>
      {draft.kind !== 'SERVER_WEBHOOK' ? (
        <p>
          {test.other[draft.kind]}
          {draft.kind === 'SERVER_RAG' && (
            <>
              {' '}
              <Link to="/knowledge">{texts.knowledge.title}</Link>
            </>
          )}
        </p>
      ) : tool?.type !== 'SERVER_WEBHOOK' ? (
        <p>{test.later}</p>
      ) : (
        <Call key={tool.updatedAt} tool={tool} draft={draft} changed={changed} />
      )}
    </section>
  );
}

function Call({ tool, draft, changed }: { tool: Tool; draft: Draft; changed: boolean }) {
  const { test } = texts.tools;
  const account = useAccount();
  const call = useTest(tool.id);
  const [written, setWritten] = useState(() => JSON.stringify(exampleOf(draft.parameters, draft.query), null, 2));
  const read = readArguments(written);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (read) call.mutate(read);
  };
  return (
    <form className={form.form} onSubmit={submit}>
      <p>{test.lead}</p>
      <Textarea
        label={test.arguments}
        description={test.argumentsHint}
        value={written}
        onChange={(event) => setWritten(event.currentTarget.value)}
        classNames={{ input: classes.code }}
        rows={Math.min(14, Math.max(3, written.split('\n').length))}
        spellCheck={false}
        error={read === undefined && test.notJson}
      />
      {changed && <p className={classes.changed}>{test.changed}</p>}
      {may(account, 'tools:update') && (
        <Button
          type="submit"
          variant="default"
          leftSection={<IconPlayerPlay size={16} stroke={1.8} />}
          loading={call.isPending}
          disabled={read === undefined}
        >
          {test.call}
        </Button>
      )}
      <ActionFailed error={call.error} />
      <div aria-live="polite">{call.data && <TestResult result={call.data} />}</div>
    </form>
  );
}

function readArguments(written: string): Record<string, unknown> | undefined {
  try {
    const read: unknown = JSON.parse(written || '{}');
    return typeof read === 'object' && read !== null && !Array.isArray(read) ? (read as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
