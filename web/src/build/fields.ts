import type { Schemas } from '../api/client';
import type { Persona } from './queries';

/** The LLM of personas whose client does the thinking. */
export const CLIENT_THINKS = 'CUSTOMER_CLIENT_V1';
const STANDARD_SPEED = 1;

/** A persona as Build edits it: under the names that saving takes, with nothing left out. */
export interface Fields {
  name: string;
  description: string;
  avatarId: string;
  avatarModel: string;
  voiceId: string;
  voiceSpeed: number;
  voiceGenerationOptions: Persona['voiceGenerationOptions'];
  languageCode: string;
  llmId: string;
  systemPrompt: string;
  skipGreeting: boolean;
  uninterruptibleGreeting: boolean;
  initialMessage: string | null;
  voiceDetectionOptions: Schemas['VoiceDetectionOptions'];
  toolIds: string[];
  knowledge: string[];
  directorNotes: Schemas['DirectorNotes'];
  maxSessionLengthSeconds: number | null;
  sessionReplay: { enableSessionReplay: boolean };
  zeroDataRetention: boolean;
  videoQuality: 'auto' | 'high';
  videoWidth: number | null;
  videoHeight: number | null;
}

/** What it says first, word for word; undefined where it makes something up, or waits. */
export const greetingOf = ({ skipGreeting, initialMessage }: Pick<Fields, 'skipGreeting' | 'initialMessage'>) =>
  (!skipGreeting && initialMessage?.trim()) || undefined;

export type Edit = Partial<Fields>;

/** An avatar, a voice or an LLM that is gone is an empty id. */
export function fieldsOf(persona: Persona): Fields {
  return {
    name: persona.name,
    description: persona.description ?? '',
    avatarId: persona.avatar?.id ?? '',
    avatarModel: persona.avatarModel ?? '',
    voiceId: persona.voice?.id ?? '',
    voiceSpeed: persona.voiceSpeed ?? STANDARD_SPEED,
    voiceGenerationOptions: persona.voiceGenerationOptions,
    languageCode: persona.languageCode ?? 'inherit',
    llmId: persona.llmId ?? CLIENT_THINKS,
    systemPrompt: persona.brain.systemPrompt ?? '',
    skipGreeting: persona.skipGreeting,
    uninterruptibleGreeting: persona.uninterruptibleGreeting,
    initialMessage: persona.initialMessage || null,
    voiceDetectionOptions: persona.voiceDetectionOptions ?? {},
    toolIds: persona.tools.map(({ id }) => id),
    knowledge: persona.knowledge.map(({ id }) => id),
    directorNotes: persona.directorNotes ?? {},
    maxSessionLengthSeconds: persona.maxSessionLengthSeconds,
    sessionReplay: { enableSessionReplay: persona.sessionReplay?.enableSessionReplay ?? true },
    zeroDataRetention: persona.zeroDataRetention,
    videoQuality: persona.videoQuality ?? 'auto',
    videoWidth: persona.videoWidth,
    videoHeight: persona.videoHeight,
  };
}

/** Of an edit what is otherwise than it was: what has to be sent. */
export function changedIn(edit: Edit, fields: Fields): Edit {
  const names = Object.keys(edit) as (keyof Fields)[];
  return Object.fromEntries(names.filter((name) => !same(edit[name], fields[name])).map((name) => [name, edit[name]])) as Edit;
}

/** As JSON has them: the order of keys says nothing, and a key without a value is none. */
export function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) return one.length === other.length && one.every((item, k) => same(item, other[k]));
  if (!isObject(one) || !isObject(other)) return (one ?? null) === (other ?? null);
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((key) => same(one[key], other[key]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
