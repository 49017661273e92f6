import { SegmentedControl, Textarea } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';

import { texts } from '../texts';
import { ParameterRows } from './ParameterRows';
import { type Json, parametersOf, readSchema, schemaOf, writeSchema } from './schema';
import classes from './SchemaField.module.css';

interface SchemaFieldProps {
  label: string;
  hint: string;
  schema: Json | null;
  onChange: (schema: Json | null) => void;
  onReadable: (readable: boolean) => void;
}

/** A JSON Schema as a form and as text: what is written in one stands in the other. */
export function SchemaField({ label, hint, schema, onChange, onReadable }: SchemaFieldProps) {
  const { schema: words } = texts.tools;
  const id = useId();
  const [view, setView] = useState<'form' | 'json'>('form');
  const [parameters, setParameters] = useState(() => parametersOf(schema));
  const [written, setWritten] = useState(() => writeSchema(schema));
  const read = readSchema(written);
  const wrong = 'wrong' in read ? read.wrong : undefined;

  // A stored tool may say it in other words than those that were sent.
  const mine = useRef(schema);
  useEffect(() => {
    if (schema === mine.current) return;
    mine.current = schema;
    setParameters(parametersOf(schema));
    setWritten(writeSchema(schema));
  }, [schema]);
  useEffect(() => {
    if (wrong === undefined) return;
    onReadable(false);
    return () => onReadable(true);
    // it is told when it changes, whoever listens by then
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wrong === undefined]);

  const say = (next: Json | null) => {
    mine.current = next;
    onChange(next);
  };
  const changeRows = (next: typeof parameters) => {
    setParameters(next);
    setWritten(writeSchema(schemaOf(next)));
    say(schemaOf(next));
  };
  const write = (text: string) => {
    setWritten(text);
    const now = readSchema(text);
    if ('wrong' in now) return;
    setParameters(parametersOf(now.schema));
    say(now.schema);
  };
  return (
    <section className={classes.schema} aria-labelledby={id}>
      <header>
        <h3 id={id}>{label}</h3>
        <SegmentedControl
          size="xs"
          aria-label={words.view(label)}
          value={view}
          onChange={setView}
          data={[
            { value: 'form', label: words.asForm },
            { value: 'json', label: words.asJson },
          ]}
        />
        <p>{hint}</p>
      </header>
      {view === 'form' ? (
        <>
          {wrong && (
            <p className={classes.wrong} role="alert">
              {words.wrong[wrong]}
            </p>
          )}
          <ParameterRows rows={parameters.rows} locked={wrong !== undefined} onChange={(rows) => changeRows({ ...parameters, rows })} />
        </>
      ) : (
        <Textarea
          aria-label={words.json(label)}
          value={written}
          onChange={(event) => write(event.currentTarget.value)}
          rows={Math.min(24, Math.max(8, written.split('\n').length + 1))}
          classNames={{ input: classes.code }}
          spellCheck={false}
          error={wrong && words.wrong[wrong]}
        />
      )}
    </section>
  );
}
