import { NativeSelect } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { texts } from '../texts';
import face from './FacePicker.module.css';
import { languages } from './languages';
import { speedsOf, whyNoSpeed } from './limits';
import pair from './pair.module.css';
import { type Voice, voices } from './queries';
import { Range } from './Range';
import { Reason, Section, type SectionProps } from './Section';
import { useSample } from './useSample';
import classes from './VoicePicker.module.css';

const SHOWN = 6;
const NORMAL_SPEED: readonly [number, number] = [0.7, 1.2];

export function VoicePicker({ fields, onChange, onSave }: SectionProps) {
  const { voice } = texts.build;
  const { data: all = [] } = useQuery(voices);
  const [open, setOpen] = useState(false);
  const sample = useSample();
  const chosen = all.find(({ id }) => id === fields.voiceId);
  const first = all.slice(0, SHOWN);
  const some = !chosen || first.includes(chosen) ? first : [chosen, ...first.slice(0, -1)];
  const [slowest, fastest] = speedsOf(chosen) ?? NORMAL_SPEED;
  return (
    <Section title={voice.title} hint={voice.hint}>
      {!fields.voiceId && <Reason>{voice.gone}</Reason>}
      <ul className={classes.voices} aria-label={voice.label}>
        {(open ? all : some).map((one) => (
          <li key={one.id} data-on={one.id === fields.voiceId || undefined}>
            <PlayButton voice={one} playing={sample.playing === one.id} onPlay={sample.toggle} />
            <button type="button" className={classes.pick} aria-pressed={one.id === fields.voiceId} onClick={() => onSave({ voiceId: one.id })}>
              <strong>{one.displayName}</strong>
              <span>{one.description || [one.gender?.toLowerCase(), one.engine].filter(Boolean).join(', ')}</span>
            </button>
          </li>
        ))}
      </ul>
      {all.length > SHOWN && (
        <button type="button" className={face.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? texts.build.face.fewer : texts.build.face.all(all.length)}
        </button>
      )}
      <div className={pair.pair}>
        <div>
          <Range
            label={voice.speed}
            words={voice.speedAt(fields.voiceSpeed)}
            value={fields.voiceSpeed}
            min={slowest}
            max={fastest}
            step={0.05}
            ends={[voice.slower, voice.faster]}
            disabled={whyNoSpeed(chosen) !== undefined}
            onChange={(voiceSpeed) => onChange({ voiceSpeed })}
            onDone={() => onSave()}
          />
          <Reason>{whyNoSpeed(chosen)}</Reason>
        </div>
        <NativeSelect
          label={voice.language}
          value={fields.languageCode}
          data={languages(fields.languageCode)}
          onChange={(event) => onSave({ languageCode: event.currentTarget.value })}
        />
      </div>
    </Section>
  );
}

function PlayButton({ voice, playing, onPlay }: { voice: Voice; playing: boolean; onPlay: (id: string, url: string) => void }) {
  const words = texts.build.voice;
  const url = voice.previewSampleUrl ?? voice.sampleUrl;
  const Icon = playing ? IconPlayerStopFilled : IconPlayerPlayFilled;
  return (
    <button
      type="button"
      className={classes.play}
      disabled={!url}
      title={url ? undefined : `${voice.displayName} ${words.noSample}`}
      aria-label={playing ? words.stop(voice.displayName) : words.play(voice.displayName)}
      onClick={() => url && onPlay(voice.id, url)}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
