import { Switch, Textarea } from '@mantine/core';
import { useId, useState } from 'react';

import { texts } from '../texts';
import type { Fields } from './fields';
import { whyNoPrompt } from './limits';
import { Reason, Section, type SectionProps } from './Section';
import { Segments } from './Segments';

type Way = 'says' | 'invents' | 'waits';

const wayOf = ({ skipGreeting, initialMessage }: Fields): Way => (skipGreeting ? 'waits' : initialMessage ? 'says' : 'invents');

export function FirstWords({ fields, onChange, onSave }: SectionProps) {
  const { first } = texts.build;
  const id = useId();
  const clientThinks = whyNoPrompt(fields);
  // Nothing typed yet means to the API that something is made up; here somebody is about to type.
  const [typing, setTyping] = useState(false);
  const way = typing && !fields.skipGreeting ? 'says' : wayOf(fields);
  const choose = (wanted: Way) => {
    setTyping(wanted === 'says');
    if (wanted === 'waits') onSave({ skipGreeting: true });
    else if (wanted === 'invents') onSave({ skipGreeting: false, initialMessage: null });
    else if (fields.skipGreeting) onSave({ skipGreeting: false });
  };
  return (
    <Section title={first.title}>
      <Segments
        label={first.label}
        value={way}
        describedBy={clientThinks ? id : undefined}
        options={[
          { value: 'says', label: first.says },
          { value: 'invents', label: first.invents, disabled: clientThinks !== undefined && way !== 'invents' },
          { value: 'waits', label: first.waits },
        ]}
        onChange={choose}
      />
      <Reason id={id}>{clientThinks}</Reason>
      {way === 'says' && (
        <Textarea
          aria-label={first.words}
          description={fields.initialMessage ? undefined : first.missing}
          rows={2}
          autoFocus={typing}
          value={fields.initialMessage ?? ''}
          onChange={(event) => {
            setTyping(true);
            onChange({ initialMessage: event.currentTarget.value || null });
          }}
          onBlur={() => onSave()}
        />
      )}
      {way !== 'waits' && (
        <Switch
          label={first.uninterruptible}
          checked={fields.uninterruptibleGreeting}
          onChange={(event) => onSave({ uninterruptibleGreeting: event.currentTarget.checked })}
        />
      )}
    </Section>
  );
}
