import { Button, NativeSelect, Switch, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import classes from './form.module.css';
import { usePublishWidget, type WidgetConfig } from './queries';
import { Sites } from './Sites';
import { WidgetLimits } from './WidgetLimits';

interface WidgetFormProps {
  personaId: string;
  name: string;
  published: WidgetConfig;
}

/** What is left out of what is stored. */
const NEW: Required<WidgetConfig> = {
  allowedOrigins: [],
  allowEverywhere: false,
  callToAction: '',
  layout: 'floating',
  initialState: 'expanded',
  position: 'bottom-right',
  showTextInput: true,
  showMuteButton: true,
  showTranscript: true,
  enabled: true,
  removeWatermark: false,
  usageLimit: null,
  dailyUsageLimit: null,
  dailyMinuteLimit: null,
};

/** Where a persona's widget may stand, how, and what people can do with it. */
export function WidgetForm({ personaId, name, published }: WidgetFormProps) {
  const { share } = texts;
  const publish = usePublishWidget(personaId);
  const stored = { ...NEW, ...published, position: published.position || NEW.position };
  const [draft, setDraft] = useState(stored);
  const patch = (change: Partial<typeof stored>) => {
    publish.reset();
    setDraft({ ...draft, ...change });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    publish.mutate(draft);
  };
  const corners: Record<string, string> = share.corners;
  const changed = JSON.stringify(draft) !== JSON.stringify(stored);
  const toggle = (field: 'showTextInput' | 'showMuteButton' | 'showTranscript' | 'enabled', label: string, description?: string) => (
    <Switch label={label} description={description} checked={draft[field]} onChange={(event) => patch({ [field]: event.currentTarget.checked })} />
  );
  return (
    <form className={classes.form} onSubmit={submit}>
      <fieldset>
        <legend>{share.who}</legend>
        <Sites
          sites={draft.allowedOrigins}
          anywhere={draft.allowEverywhere}
          onChange={({ sites, anywhere }) => patch({ allowedOrigins: [...sites], allowEverywhere: anywhere })}
        />
        {toggle('enabled', share.active, draft.enabled ? undefined : share.activeHint)}
      </fieldset>
      <fieldset>
        <legend>{share.howMuch}</legend>
        <WidgetLimits personaId={personaId} limits={draft} published={stored} onChange={patch} />
      </fieldset>
      <fieldset>
        <legend>{share.where}</legend>
        <NativeSelect
          label={share.layout}
          value={draft.layout}
          onChange={(event) => patch({ layout: event.currentTarget.value as typeof draft.layout })}
          data={Object.entries(share.layouts).map(([value, label]) => ({ value, label }))}
        />
        {draft.layout === 'floating' && (
          <>
            <NativeSelect
              label={share.corner}
              value={draft.position}
              onChange={(event) => patch({ position: event.currentTarget.value })}
              // Over the API it may have been put elsewhere.
              data={Object.entries({ ...(corners[draft.position] ? {} : { [draft.position]: draft.position }), ...corners }).map(([value, label]) => ({ value, label }))}
            />
            <NativeSelect
              label={share.begins}
              value={draft.initialState}
              onChange={(event) => patch({ initialState: event.currentTarget.value as typeof draft.initialState })}
              data={Object.entries(share.beginnings).map(([value, label]) => ({ value, label }))}
            />
          </>
        )}
        <TextInput
          label={share.button}
          placeholder={share.buttonOf(name)}
          maxLength={60}
          value={draft.callToAction}
          onChange={(event) => patch({ callToAction: event.currentTarget.value })}
        />
      </fieldset>
      <fieldset>
        <legend>{share.can}</legend>
        {toggle('showTextInput', share.type)}
        {toggle('showMuteButton', share.mute)}
        {toggle('showTranscript', share.transcript)}
      </fieldset>
      <Switch label={share.watermark} checked={!draft.removeWatermark} onChange={(event) => patch({ removeWatermark: !event.currentTarget.checked })} />
      <ActionFailed error={publish.error} />
      <div className={classes.end}>
        <Button type="submit" loading={publish.isPending} disabled={!changed}>
          {share.publish}
        </Button>
        <span className={classes.hint} role="status">
          {changed ? share.unsaved : publish.isSuccess ? share.published : ''}
        </span>
      </div>
    </form>
  );
}
