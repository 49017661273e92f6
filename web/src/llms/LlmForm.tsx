import { Button, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { LinkButton } from '../lab/LinkButton';
import actions from '../lab/actions.module.css';
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

export function LlmForm({ draft, onChange, kept, wish, onSaved }: LlmFormProps) {
  const { llmForm } = texts;
  const save = useSave(kept?.id);
  const [tried, setTried] = useState(false);
  const wrong = wrongIn(draft);
  const shown = tried ? wrong : {};
  const change = (part: Partial<Draft>) => onChange({ ...draft, ...part });
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
      <TextInput
        label={llmForm.name}
        description={llmForm.nameHint}
        value={draft.displayName}
        onChange={(event) => change({ displayName: event.currentTarget.value })}
        error={shown.name && llmForm.wrong.name}
        maxLength={200}
      />
      <NativeSelect
        label={llmForm.format}
        value={draft.llmFormat}
        onChange={(event) => change({ llmFormat: event.currentTarget.value as Format })}
        data={formats.map((value) => ({ value, label: llmForm.formats[value] }))}
      />
      {needsModel(draft) && (
        <>
          <Textarea
            label={llmForm.urls}
            description={llmForm.urlsHint}
            placeholder={ownAddress && llmForm.urlsDefault(ownAddress)}
            rows={Math.max(2, draft.urls.split('\n').length)}
            value={draft.urls}
            onChange={(event) => change({ urls: event.currentTarget.value })}
            error={shown.url ? llmForm.wrong.url(shown.url) : shown.urls && llmForm.wrong.urls}
            spellCheck={false}
            classNames={{ input: classes.code }}
          />
          <ModelField
            id={kept?.id}
            value={draft.modelName}
            onChange={(modelName) => change({ modelName })}
            error={shown.model && llmForm.wrong.model}
            settings={canBeListed(draft) ? whomToAsk(settings) : undefined}
            inputClass={classes.code}
          />
        </>
      )}
      {draft.llmFormat === 'azure_openai' && (
        <div className={classes.pair}>
          <TextInput
            label={llmForm.deployment}
            description={llmForm.deploymentHint}
            value={draft.deploymentName}
            onChange={(event) => change({ deploymentName: event.currentTarget.value })}
            maxLength={200}
          />
          <TextInput
            label={llmForm.apiVersion}
            description={llmForm.apiVersionHint}
            value={draft.apiVersion}
            onChange={(event) => change({ apiVersion: event.currentTarget.value })}
            maxLength={40}
          />
        </div>
      )}
      {needsModel(draft) && (
        <>
          <PasswordInput
            label={llmForm.key}
            description={kept ? llmForm.keyKept : llmForm.keyHint}
            value={draft.secret}
            onChange={(event) => change({ secret: event.currentTarget.value })}
            disabled={draft.takeSecretAway}
            visibilityToggleButtonProps={{ 'aria-label': llmForm.showKey }}
            autoComplete="off"
            spellCheck={false}
          />
          {kept && (
            <label className={classes.tick}>
              <input type="checkbox" checked={draft.takeSecretAway} onChange={(event) => change({ takeSecretAway: event.currentTarget.checked })} />
              {llmForm.keyNone}
            </label>
          )}
          <details className={classes.more} open={kept !== undefined}>
            <summary>{llmForm.more}</summary>
            <div className={classes.pair}>
              <TextInput
                label={llmForm.temperature}
                description={llmForm.temperatureHint}
                inputMode="decimal"
                value={draft.temperature}
                onChange={(event) => change({ temperature: event.currentTarget.value })}
                error={shown.temperature && llmForm.wrong.temperature}
              />
              <TextInput
                label={llmForm.maxTokens}
                description={llmForm.maxTokensHint}
                inputMode="numeric"
                value={draft.maxTokens}
                onChange={(event) => change({ maxTokens: event.currentTarget.value })}
                error={shown.maxTokens && llmForm.wrong.maxTokens}
              />
            </div>
            <TextInput
              label={llmForm.contextTokens}
              description={llmForm.contextTokensHint}
              inputMode="numeric"
              value={draft.contextTokens}
              onChange={(event) => change({ contextTokens: event.currentTarget.value })}
              error={shown.contextTokens && llmForm.wrong.contextTokens}
            />
            <NativeSelect
              label={llmForm.effort}
              value={draft.reasoningEffort}
              onChange={(event) => change({ reasoningEffort: event.currentTarget.value as Draft['reasoningEffort'] })}
              data={Object.entries(llmForm.efforts).map(([value, label]) => ({ value, label }))}
            />
            <label className={classes.tick}>
              <input type="checkbox" checked={draft.isZdr} onChange={(event) => change({ isZdr: event.currentTarget.checked })} />
              <span>
                {llmForm.zdr}
                <small>{llmForm.zdrHint}</small>
              </span>
            </label>
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
