import { texts } from '../texts';
import { same, type Fields } from './fields';
import { languageName } from './languages';

type Name = keyof typeof texts.build.changes;

/** One thing that publishing changes, as a person would count; a long text has no `from` and `to`. */
export interface Change {
  name: Name;
  from?: string;
  to?: string;
}

/** What ids are called, as far as it is known. */
export interface Names {
  avatars: ReadonlyMap<string, string>;
  voices: ReadonlyMap<string, string>;
  llms: ReadonlyMap<string, string>;
}

interface Kind {
  name: Name;
  fields: readonly (keyof Fields)[];
  words?: (fields: Fields, names: Names) => string;
}

const onOff = (on: boolean) => (on ? texts.build.on : texts.build.off);

const KINDS: readonly Kind[] = [
  { name: 'name', fields: ['name'], words: ({ name }) => name },
  { name: 'note', fields: ['description'], words: ({ description }) => description },
  { name: 'face', fields: ['avatarId'], words: ({ avatarId }, { avatars }) => avatars.get(avatarId) ?? avatarId },
  { name: 'voice', fields: ['voiceId'], words: ({ voiceId }, { voices }) => voices.get(voiceId) ?? voiceId },
  { name: 'speed', fields: ['voiceSpeed'], words: ({ voiceSpeed }) => texts.build.voice.speedAt(voiceSpeed) },
  { name: 'voiceOptions', fields: ['voiceGenerationOptions'] },
  { name: 'language', fields: ['languageCode'], words: ({ languageCode }) => languageName(languageCode) },
  { name: 'llm', fields: ['llmId'], words: ({ llmId }, { llms }) => llms.get(llmId) ?? llmId },
  { name: 'prompt', fields: ['systemPrompt'] },
  { name: 'greeting', fields: ['skipGreeting', 'uninterruptibleGreeting', 'initialMessage'], words: greeting },
  { name: 'turns', fields: ['voiceDetectionOptions'] },
  { name: 'tools', fields: ['toolIds'], words: ({ toolIds }) => `${toolIds.length}` },
  { name: 'knowledge', fields: ['knowledge'], words: ({ knowledge }) => `${knowledge.length}` },
  { name: 'director', fields: ['directorNotes'] },
  { name: 'length', fields: ['maxSessionLengthSeconds'], words: ({ maxSessionLengthSeconds: s }) => length(s) },
  { name: 'recording', fields: ['sessionReplay'], words: ({ sessionReplay }) => onOff(sessionReplay.enableSessionReplay) },
  { name: 'retention', fields: ['zeroDataRetention'], words: ({ zeroDataRetention }) => onOff(zeroDataRetention) },
  { name: 'video', fields: ['avatarModel', 'videoWidth', 'videoHeight'], words: video },
  { name: 'quality', fields: ['videoQuality'], words: ({ videoQuality }) => texts.build.video[videoQuality] },
];

/** What publishing would change, in the order of the screen. */
export function changesOf(published: Fields, draft: Fields, names: Names): Change[] {
  return KINDS.filter(({ fields }) => fields.some((field) => !same(published[field], draft[field]))).map(({ name, words }) => {
    const [from, to] = words ? [words(published, names), words(draft, names)] : [];
    return from === to ? { name } : { name, from, to };
  });
}

/** For fields that were changed over the API and are not on the screen. */
export const otherChanges = (fields: readonly string[]): Change[] => (fields.some((field) => !kindOf(field)) ? [{ name: 'other' }] : []);

const kindOf = (field: string) => KINDS.find((kind) => (kind.fields as readonly string[]).includes(field));

/** The same of names of the API's fields, which versions are kept with. */
export function namesOfFields(fields: readonly string[]): string[] {
  const kinds = fields.map((field) => kindOf(field)?.name ?? 'other');
  return [...new Set(kinds)].map((name) => texts.build.changes[name]);
}

function greeting({ skipGreeting, initialMessage }: Fields): string {
  const { says, invents, waits } = texts.build.first;
  return skipGreeting ? waits : initialMessage ? `${says}: ${initialMessage}` : invents;
}

function length(s: number | null): string {
  const { limit, minutes } = texts.build.length;
  return s === null ? limit : minutes(s);
}

function video({ avatarModel, videoWidth, videoHeight }: Fields): string {
  return videoWidth && videoHeight ? `${avatarModel}, ${videoWidth}×${videoHeight}` : avatarModel;
}
