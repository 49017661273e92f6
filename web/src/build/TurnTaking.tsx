import { NativeSelect } from '@mantine/core';

import { texts } from '../texts';
import type { Fields } from './fields';
import pair from './pair.module.css';
import { Range } from './Range';
import { Section, type SectionProps } from './Section';

type Options = Fields['voiceDetectionOptions'];
type Silence = 'silenceBeforeSkipTurnSeconds' | 'silenceBeforeSessionEndSeconds';

const STANDARD_SENSITIVITY = 0.5;
const CHECKS_IN = [5, 10, 30, 60, 0];
const HANGS_UP = [60, 300, 900, 0];

export function TurnTaking({ fields, onChange, onSave }: SectionProps) {
  const { turns } = texts.build;
  const options = fields.voiceDetectionOptions;
  const eager = options.endOfSpeechSensitivity ?? STANDARD_SENSITIVITY;
  const withOptions = (more: Options) => ({ voiceDetectionOptions: { ...options, ...more } });
  return (
    <Section title={turns.title} hint={turns.hint}>
      <Range
        label={turns.eagerness}
        words={turns.eagernessAt(eager)}
        value={eager}
        min={0}
        max={1}
        step={0.05}
        ends={[turns.sure, turns.eager]}
        onChange={(endOfSpeechSensitivity) => onChange(withOptions({ endOfSpeechSensitivity }))}
        onDone={() => onSave()}
      />
      <div className={pair.pair}>
        <SilenceSelect label={turns.checksIn} name="silenceBeforeSkipTurnSeconds" choices={CHECKS_IN} options={options} onPick={(more) => onSave(withOptions(more))} />
        <SilenceSelect label={turns.hangsUp} name="silenceBeforeSessionEndSeconds" choices={HANGS_UP} options={options} onPick={(more) => onSave(withOptions(more))} />
      </div>
    </Section>
  );
}

interface SilenceSelectProps {
  label: string;
  name: Silence;
  /** Seconds; 0 is never. */
  choices: readonly number[];
  options: Options;
  onPick: (more: Options) => void;
}

function SilenceSelect({ label, name, choices, options, onPick }: SilenceSelectProps) {
  const { turns } = texts.build;
  const value = options[name] ?? undefined;
  const all = value === undefined || choices.includes(value) ? choices : [value, ...choices];
  return (
    <NativeSelect
      label={label}
      value={value === undefined ? '' : `${value}`}
      data={[{ value: '', label: turns.standard }, ...all.map((s) => ({ value: `${s}`, label: s === 0 ? turns.never : turns.after(s) }))]}
      onChange={(event) => onPick({ [name]: event.currentTarget.value === '' ? null : Number(event.currentTarget.value) })}
    />
  );
}
