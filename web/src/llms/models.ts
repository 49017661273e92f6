import type { Schemas } from '../api/client';
import type { LlmChange } from './queries';

export type ListedModel = Schemas['ListedModel'];

/** The day on which the vendor ends this model, if it lists one. */
export const endOf = (listed: readonly ListedModel[], id: string) => listed.find((model) => model.id === id.trim())?.endsOn ?? undefined;

/** Of an LLM what decides who is asked for the list. */
export function whomToAsk<Wish extends LlmChange>({ modelName: _, ...settings }: Wish): Omit<Wish, 'modelName'> {
  return settings;
}
