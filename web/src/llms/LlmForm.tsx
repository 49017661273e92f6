import { Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState, type ChangeEvent, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { LinkButton } from '../lab/LinkButton';
import { Tick } from '../lab/Tick';
import { texts } from '../texts';
import { canBeListed, type Draft, type Format, FORMATS, needsModel, OWN_ADDRESS, wrongIn } from './draft';
import classes from './LlmForm.module.css';
import { ModelField } from './ModelField';
import { whomToAsk } from './models';
import { type Llm, type LlmChange, type LlmWish, useSave } from './queries';

interface LlmFormProps {
  draft: Draft;
  onChange: (draft: Draft) => void;
  kept?: Llm;
  /** What is to be sent. */
  wish: LlmWish | LlmChange;
  onSaved: () => void;
}

type Ticked = 'takeSecretAway' | 'isZdr';
type Written = Exclude<keyof Draft, Ticked>;

export function LlmForm({ draft, onChange, kept, wish, onSaved }: LlmFormProps) {
  const { llmForm } = texts;
  const save = useSave(kept?.id);
  const [tried, setTried] = useState(false);
  const wrong = wrongIn(draft);
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
  const amiss = (name: keyof Draft) => tried && wrong[name] && llmForm.fields[name].wrong;
  const written = (name: Written) => ({
    label: llmForm.fields[name].label,
    description: llmForm.fields[name].hint,
    value: draft[name],
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>) => change({ [name]: event.currentTarget.value }),
    error: amiss(name),
  });
  const ticked = (name: Ticked) => ({
    checked: draft[name],
    onChange: (checked: boolean) => change({ [name]: checked }),
    hint: llmForm.fields[name].hint,
    children: llmForm.fields[name].label,
  });
  const formats: readonly Format[] = (FORMATS as readonly Format[]).includes(draft.llmFormat) ? FORMATS : [...FORMATS, draft.llmFormat];
  const { displayName: _, ...settings } = wish;
  const ownAddress = OWN_ADDRESS[draft.llmFormat];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(wrong).length === 0) save.mutate(wish, { onSuccess: onSaved });
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <TextInput {...written('displayName')} maxLength={200} />
      <NativeSelect {...written('llmFormat')} data={formats.map((value) => ({ value, label: llmForm.formats[value] }))} />
      {needsModel(draft) && (
        <>
          <Textarea
            {...written('urls')}
            placeholder={ownAddress && llmForm.urlsDefault(ownAddress)}
            rows={Math.max(2, draft.urls.split('\n').length)}
            error={tried && wrong.url ? llmForm.urlWrong(wrong.url) : amiss('urls')}
            spellCheck={false}
            classNames={{ input: classes.code }}
          />
          <ModelField
            id={kept?.id}
            value={draft.modelName}
            onChange={(modelName) => change({ modelName })}
            error={amiss('modelName')}
            settings={canBeListed(draft) ? whomToAsk(settings) : undefined}
            inputClass={classes.code}
          />
        </>
      )}
      {draft.llmFormat === 'azure_openai' && (
        <div className={classes.pair}>
          <TextInput {...written('deploymentName')} maxLength={200} />
          <TextInput {...written('apiVersion')} maxLength={40} />
        </div>
      )}
      {needsModel(draft) && (
        <>
          <PasswordInput
            {...written('secret')}
            {...(kept && { description: llmForm.keyKept })}
            disabled={draft.takeSecretAway}
            visibilityToggleButtonProps={{ 'aria-label': llmForm.showKey }}
            autoComplete="off"
            spellCheck={false}
          />
          {kept && <Tick {...ticked('takeSecretAway')} />}
          <details className={classes.more} open={kept !== undefined}>
            <summary>{llmForm.more}</summary>
            <div className={classes.pair}>
              <TextInput {...written('temperature')} inputMode="decimal" />
              <TextInput {...written('maxTokens')} inputMode="numeric" />
            </div>
            <TextInput {...written('contextTokens')} inputMode="numeric" />
            <NativeSelect {...written('reasoningEffort')} data={Object.entries(llmForm.efforts).map(([value, label]) => ({ value, label }))} />
            <Tick {...ticked('isZdr')} />
          </details>
        </>
      )}
      <ActionFailed error={save.error} />
      <div className={actions.actions}>
        <LinkButton to="/llms" variant="default">
          {texts.cancel}
        </LinkButton>
        <Button type="submit" loading={save.isPending}>
          {kept ? llmForm.save : llmForm.create}
        </Button>
      </div>
    </form>
  );
}
