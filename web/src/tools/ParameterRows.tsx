import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';

import { texts } from '../texts';
import classes from './ParameterRows.module.css';
import { namedTwice, NEW, type Parameter, splitList, TYPES } from './schema';

interface ParameterRowsProps {
  rows: readonly Parameter[];
  /** The text says something else that cannot be read. */
  locked: boolean;
  onChange: (rows: readonly Parameter[]) => void;
}

export function ParameterRows({ rows, locked, onChange }: ParameterRowsProps) {
  const { schema } = texts.tools;
  const twice = namedTwice(rows);
  return (
    <fieldset className={classes.rows} disabled={locked}>
      {rows.length === 0 && <p>{schema.none}</p>}
      {rows.map((row, k) => (
        <Row
          key={k}
          number={k + 1}
          row={row}
          twice={twice.has(row.name.trim())}
          onChange={(part) => onChange(rows.map((one, at) => (at === k ? { ...one, ...part } : one)))}
          onRemove={() => onChange(rows.filter((_, at) => at !== k))}
        />
      ))}
      <Button variant="default" size="xs" leftSection={<IconPlus size={14} stroke={2} />} onClick={() => onChange([...rows, NEW])}>
        {schema.add}
      </Button>
    </fieldset>
  );
}

interface RowProps {
  number: number;
  row: Parameter;
  twice: boolean;
  onChange: (part: Partial<Parameter>) => void;
  onRemove: () => void;
}

function Row({ number, row, twice, onChange, onRemove }: RowProps) {
  const { schema } = texts.tools;
  return (
    <fieldset className={classes.row}>
      <legend className="vv-sr">{schema.of(number)}</legend>
      <TextInput
        aria-label={schema.name}
        placeholder={schema.name}
        value={row.name}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        spellCheck={false}
        error={twice && schema.twice}
      />
      <NativeSelect
        aria-label={schema.type}
        value={row.type}
        onChange={(event) => onChange({ type: event.currentTarget.value as Parameter['type'] })}
        data={[...TYPES, ...(row.type === 'other' ? (['other'] as const) : [])].map((type) => ({ value: type, label: schema.types[type] }))}
        disabled={row.type === 'other'}
      />
      <label className={classes.required}>
        <input type="checkbox" checked={row.required} onChange={(event) => onChange({ required: event.currentTarget.checked })} />
        {schema.required}
      </label>
      <ActionIcon size={34} aria-label={schema.remove(row.name)} onClick={onRemove}>
        <IconX size={16} />
      </ActionIcon>
      <TextInput
        className={classes.wide}
        aria-label={schema.description}
        placeholder={schema.description}
        value={row.description}
        onChange={(event) => onChange({ description: event.currentTarget.value })}
      />
      {row.type === 'string' && <Choices choices={row.choices} onChange={(choices) => onChange({ choices })} />}
    </fieldset>
  );
}

/** A list as people write one; what is typed stays as it is typed. */
function Choices({ choices, onChange }: { choices: readonly string[]; onChange: (choices: readonly string[]) => void }) {
  const { schema } = texts.tools;
  const [typed, setTyped] = useState(choices.join(', '));
  const text = splitList(typed).join('\n') === choices.join('\n') ? typed : choices.join(', ');
  return (
    <TextInput
      className={classes.wide}
      aria-label={schema.choices}
      placeholder={`${schema.choices}, ${schema.choicesHint}`}
      value={text}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        onChange(splitList(event.currentTarget.value));
      }}
    />
  );
}
