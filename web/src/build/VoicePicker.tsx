import { NativeSelect } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import face from './FacePicker.module.css';
import { greetingOf } from './fields';
import { languages } from './languages';
import { speedsOf, whyNoSpeed } from './limits';
import pair from './pair.module.css';
import { spoken, type Voice, voices } from './queries';
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
  const account = useAccount();
  const greeting = may(account, 'voices:update') ? greetingOf(fields) : undefined;
  const { sample, toggle } = useSample(wordsFor);
  const chosen = all.find(({ id }) => id === fields.voiceId);
  const first = all.slice(0, SHOWN);
  const some = !chosen || first.includes(chosen) ? first : [chosen, ...first.slice(0, -1)];
  const [slowest, fastest] = speedsOf(chosen) ?? NORMAL_SPEED;
  return (
    <Section title={voice.title} hint={greeting ? voice.hintGreeting : voice.hint}>
      {!fields.voiceId && <Reason>{voice.gone}</Reason>}
      <ul className={classes.voices} aria-label={voice.label}>
        {(open ? all : some).map((one) => (
          <li key={one.id} data-on={one.id === fields.voiceId || undefined}>
            <PlayButton
              voice={one}
              saysGreeting={greeting !== undefined}
              at={sample?.id !== one.id || sample.trouble ? undefined : sample.playing ? 'playing' : 'waiting'}
              onPlay={(url) => toggle(one.id, async () => (greeting ? spoken(one.id, greeting, speedFor(one, fields.voiceSpeed)) : url))}
            />
            <button type="button" className={classes.pick} aria-pressed={one.id === fields.voiceId} onClick={() => onSave({ voiceId: one.id })}>
              <strong>{one.displayName}</strong>
              <span role={sample?.id === one.id && sample.trouble ? 'alert' : undefined}>{(sample?.id === one.id && sample.trouble) || one.description || [one.gender?.toLowerCase(), one.engine].filter(Boolean).join(', ')}</span>
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

interface PlayButtonProps {
  voice: Voice;
  saysGreeting: boolean;
  at?: 'waiting' | 'playing';
  /** `sample`: the address of the recorded one, or nothing. */
  onPlay: (sample: string) => void;
}

/** Has a voice say this persona's greeting; where it has no fixed one, a recorded sample. */
function PlayButton({ voice, saysGreeting, at, onPlay }: PlayButtonProps) {
  const words = texts.build.voice;
  const url = voice.previewSampleUrl ?? voice.sampleUrl;
  const silent = !url && !saysGreeting;
  const Icon = at ? IconPlayerStopFilled : IconPlayerPlayFilled;
  return (
    <button
      type="button"
      className={classes.play}
      disabled={silent}
      data-waiting={at === 'waiting' || undefined}
      title={silent ? `${voice.displayName} ${words.noSample}` : undefined}
      aria-label={(at ? words.stop : saysGreeting ? words.playGreeting : words.play)(voice.displayName)}
      onClick={() => onPlay(url ?? '')}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}

/** Of voices that speak at one speed only, none is asked for. */
const speedFor = (voice: Voice, speed: number) => {
  const [slowest, fastest] = speedsOf(voice) ?? [1, 1];
  return whyNoSpeed(voice) ? undefined : Math.min(fastest, Math.max(slowest, speed));
};
