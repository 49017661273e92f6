import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import { texts } from '../texts';
import { widgetUse, type WidgetConfig, type WidgetUse } from './queries';
import { Used } from './Used';

type Limits = Required<Pick<WidgetConfig, 'usageLimit' | 'dailyUsageLimit' | 'dailyMinuteLimit'>>;

interface WidgetLimitsProps {
  personaId: string;
  limits: Limits;
  /** Those that are in force. */
  published: Limits;
  onChange: (change: Partial<Limits>) => void;
}

const FIELDS = [
  { field: 'usageLimit', use: 'usageCount' },
  { field: 'dailyUsageLimit', use: 'dailyUsageCount' },
  { field: 'dailyMinuteLimit', use: 'dailyMinutes' },
] as const satisfies readonly { field: keyof Limits; use: keyof WidgetUse }[];

/** How much people may talk through the widget, and how much of that they did. */
export function WidgetLimits({ personaId, limits, published, onChange }: WidgetLimitsProps) {
  const { data: used } = useQuery(widgetUse(personaId));
  return (
    <>
      {FIELDS.map(({ field, use }) => (
        <div key={field}>
          <TextInput
            {...texts.share.limits[field]}
            type="number"
            min={1}
            step={1}
            value={limits[field] ?? ''}
            onChange={(event) => onChange({ [field]: event.currentTarget.value ? event.currentTarget.valueAsNumber : null })}
          />
          {used && <Used count={used[use]} limit={published[field]} words={texts.share.usedOf[field]} />}
        </div>
      ))}
    </>
  );
}
