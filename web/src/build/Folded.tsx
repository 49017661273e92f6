import { NativeSelect, Switch, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';

import { texts } from '../texts';
import type { Fields } from './fields';
import { framesOf, MODELS, whyNoDirection, whyNoModel, whyNoPortrait, whyNoRecording } from './limits';
import pair from './pair.module.css';
import { avatars } from './queries';
import { Range } from './Range';
import { FoldedSection, Reason, type SectionProps } from './Section';
import { Segments } from './Segments';

/** What is seldom changed. */
export function Folded(props: SectionProps) {
  return (
    <>
      <DirectorNotes {...props} />
      <SessionLength {...props} />
      <Keeping {...props} />
      <VideoShape {...props} />
    </>
  );
}

type Notes = Fields['directorNotes'];
type Style = NonNullable<Notes['presetStyle']>;

const STANDARD_EXPRESSIVITY = 0.5;
const LENGTHS_S = [60, 180, 300, 600, 1800, 3600];

function DirectorNotes({ fields, onChange, onSave }: SectionProps) {
  const { director } = texts.build;
  const notes = fields.directorNotes;
  const [own, setOwn] = useState(false);
  const style = notes.presetStyle ?? (notes.customStylePrompt || own ? 'own' : '');
  const reason = whyNoDirection(fields);
  const expressivity = notes.expressivity ?? STANDARD_EXPRESSIVITY;
  const withNotes = (more: Notes) => ({ directorNotes: { ...notes, ...more } });
  const choose = (wanted: string) => {
    setOwn(wanted === 'own');
    const presetStyle = wanted === '' || wanted === 'own' ? null : (wanted as Style);
    onSave(withNotes({ presetStyle, customStylePrompt: null }));
  };
  return (
    <FoldedSection title={director.title}>
      <Reason>{reason}</Reason>
      <NativeSelect
        label={director.style}
        value={style}
        disabled={reason !== undefined}
        data={[{ value: '', label: director.none }, ...Object.entries(director.styles).map(([value, label]) => ({ value, label })), { value: 'own', label: director.own }]}
        onChange={(event) => choose(event.currentTarget.value)}
      />
      {style === 'own' && (
        <Textarea
          label={director.words}
          rows={3}
          maxLength={2000}
          disabled={reason !== undefined}
          value={notes.customStylePrompt ?? ''}
          onChange={(event) => onChange(withNotes({ customStylePrompt: event.currentTarget.value || null }))}
          onBlur={() => onSave()}
        />
      )}
      <Range
        label={director.expressivity}
        words={texts.build.turns.eagernessAt(expressivity)}
        value={expressivity}
        min={0}
        max={1}
        step={0.05}
        ends={[director.still, director.lively]}
        disabled={reason !== undefined}
        onChange={(value) => onChange(withNotes({ expressivity: value }))}
        onDone={() => onSave()}
      />
    </FoldedSection>
  );
}

function SessionLength({ fields, onSave }: SectionProps) {
  const { length } = texts.build;
  const set = fields.maxSessionLengthSeconds;
  const all = set === null || LENGTHS_S.includes(set) ? LENGTHS_S : [set, ...LENGTHS_S];
  return (
    <FoldedSection title={length.title}>
      <NativeSelect
        label={length.label}
        value={set === null ? '' : `${set}`}
        data={[{ value: '', label: length.limit }, ...all.map((s) => ({ value: `${s}`, label: length.minutes(s) }))]}
        onChange={(event) => onSave({ maxSessionLengthSeconds: event.currentTarget.value ? Number(event.currentTarget.value) : null })}
      />
    </FoldedSection>
  );
}

function Keeping({ fields, onSave }: SectionProps) {
  const { keeping } = texts.build;
  const reason = whyNoRecording(fields);
  return (
    <FoldedSection title={keeping.title}>
      <Switch
        label={keeping.record}
        description={reason}
        checked={!reason && fields.sessionReplay.enableSessionReplay}
        disabled={reason !== undefined}
        onChange={(event) => onSave({ sessionReplay: { enableSessionReplay: event.currentTarget.checked } })}
      />
      <Switch
        label={keeping.zero}
        description={keeping.zeroHint}
        checked={fields.zeroDataRetention}
        onChange={(event) => onSave({ zeroDataRetention: event.currentTarget.checked })}
      />
    </FoldedSection>
  );
}

function VideoShape({ fields, onSave }: SectionProps) {
  const { video } = texts.build;
  const id = useId();
  const { data: all = [] } = useQuery(avatars);
  const face = all.find((one) => one.id === fields.avatarId);
  const frames = framesOf(fields.avatarModel);
  const standard = frames[0];
  const noPortrait = whyNoPortrait(fields, face);
  const isPortrait = (fields.videoHeight ?? 0) > (fields.videoWidth ?? 0);
  const size = (frame: { width: number; height: number } | undefined) => (frame ? `${frame.width}×${frame.height}` : '');
  const upright = frames[1] ?? framesOf('cara-4')[1]!;
  return (
    <FoldedSection title={video.title}>
      <NativeSelect
        label={video.model}
        value={fields.avatarModel}
        data={MODELS.map((model) => {
          const why = face && whyNoModel(model, face);
          return { value: model, label: why ?? model, disabled: why !== undefined };
        })}
        onChange={(event) => onSave({ avatarModel: event.currentTarget.value })}
      />
      <Segments
        label={video.shape}
        value={isPortrait ? 'portrait' : 'standard'}
        describedBy={noPortrait ? id : undefined}
        options={[
          { value: 'standard', label: (standard?.width === standard?.height ? video.square : video.landscape)(size(standard)) },
          { value: 'portrait', label: video.portrait(size(upright)), disabled: noPortrait !== undefined },
        ]}
        onChange={(shape) =>
          onSave(shape === 'portrait' ? { videoWidth: upright.width, videoHeight: upright.height } : { videoWidth: null, videoHeight: null })
        }
      />
      <Reason id={id}>{noPortrait}</Reason>
      <div className={pair.pair}>
        <NativeSelect
          label={video.quality}
          value={fields.videoQuality}
          data={[
            { value: 'auto', label: video.auto },
            { value: 'high', label: video.high },
          ]}
          onChange={(event) => onSave({ videoQuality: event.currentTarget.value === 'high' ? 'high' : 'auto' })}
        />
      </div>
    </FoldedSection>
  );
}
