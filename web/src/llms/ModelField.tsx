import { Button, TextInput } from '@mantine/core';
import { IconList } from '@tabler/icons-react';
import { useId } from 'react';

import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import { endOf } from './models';
import classes from './ModelField.module.css';
import { type Settings, useModels } from './queries';

interface ModelFieldProps {
  /** Of one that is kept. */
  id?: string;
  value: string;
  onChange: (model: string) => void;
  error: React.ReactNode;
  /** Where its vendor is asked; undefined as long as nobody can be. */
  settings: Settings | undefined;
  inputClass?: string;
}

/** The name of a model: typed, or chosen from what the vendor lists. */
export function ModelField({ id, value, onChange, error, settings, inputClass }: ModelFieldProps) {
  const { llmForm } = texts;
  const models = useModels(id);
  const list = useId();
  const end = endOf(models.data ?? [], value);
  return (
    <div className={classes.model}>
      <TextInput
        label={llmForm.fields.modelName.label}
        value={value}
        list={list}
        onChange={(event) => onChange(event.currentTarget.value)}
        error={error}
        maxLength={200}
        spellCheck={false}
        autoComplete="off"
        classNames={{ input: inputClass }}
      />
      <datalist id={list}>
        {models.data?.map((model) => (
          <option key={model.id} value={model.id} label={model.endsOn ? llmForm.models.ends(model.endsOn) : undefined} />
        ))}
      </datalist>
      <div className={classes.row}>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconList size={15} aria-hidden="true" />}
          loading={models.isPending}
          disabled={!settings}
          onClick={() => settings && models.mutate(settings)}
        >
          {llmForm.models.list}
        </Button>
        <span role="status">{models.data && llmForm.models.listed(models.data.length)}</span>
      </div>
      {models.error && (
        <p role="alert" className={classes.wrong}>
          {wordsFor(models.error)}
        </p>
      )}
      {end && (
        <p role="alert" className={classes.ends}>
          {llmForm.models.warn(value, end)}
        </p>
      )}
    </div>
  );
}
