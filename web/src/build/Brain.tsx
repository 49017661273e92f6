import { NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { texts } from '../texts';
import classes from './Brain.module.css';
import { whyNoPrompt } from './limits';
import { expectedGap, llms } from './queries';
import { Reason, Section, type SectionProps } from './Section';

export function Brain({ fields, onChange, onSave }: SectionProps) {
  const { brain } = texts.build;
  const { data: all = [] } = useQuery(llms);
  const { data: measured } = useQuery(expectedGap({ llmId: fields.llmId }));
  const chosen = all.find(({ id }) => id === fields.llmId);
  const speed = measured?.stages ? brain.measured(measured.stages.thinkSeconds, measured.turns) : brain.unmeasured;
  const clientThinks = whyNoPrompt(fields);
  return (
    <Section title={brain.title} hint={brain.hint}>
      <NativeSelect
        label={brain.llm}
        description={clientThinks ? undefined : [chosen?.engineNote, speed].filter(Boolean).join(' ')}
        value={fields.llmId}
        data={[
          ...(chosen || all.length === 0 ? [] : [{ value: fields.llmId, label: brain.gone }]),
          ...all.map((llm) => ({ value: llm.id, label: llm.displayName, disabled: llm.engine === null })),
        ]}
        onChange={(event) => onSave({ llmId: event.currentTarget.value })}
      />
      <Reason>{clientThinks}</Reason>
      <Textarea
        label={brain.prompt}
        description={brain.promptHint}
        classNames={{ input: classes.prompt }}
        rows={8}
        value={fields.systemPrompt}
        disabled={clientThinks !== undefined}
        onChange={(event) => onChange({ systemPrompt: event.currentTarget.value })}
        onBlur={() => onSave()}
      />
    </Section>
  );
}
