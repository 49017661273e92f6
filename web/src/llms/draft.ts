import type { Llm, LlmChange, LlmWish } from './queries';

export type Format = Llm['llmFormat'];
type Effort = Llm['reasoningEffort'];

/** Offered to whoever adds one; those that are kept may have others. */
export const FORMATS = ['openai', 'groq_openai', 'azure_openai', 'gemini', 'anthropic'] as const satisfies readonly Format[];

/** Where a format is asked if no address is given; the server has the same. */
export const OWN_ADDRESS: Partial<Record<Format, string>> = {
  openai: 'https://api.openai.com/v1/chat/completions',
  groq_openai: 'https://api.groq.com/openai/v1/chat/completions',
  gemini: 'https://generativelanguage.googleapis.com/v1beta',
  anthropic: 'https://api.anthropic.com/v1/messages',
};

/** Tokens, as the server takes them. */
const [LEAST_CONTEXT, MOST_CONTEXT] = [1_024, 10_000_000];

/** An LLM as somebody writes it down: every field is a text that may be wrong for now. */
export interface Draft {
  displayName: string;
  llmFormat: Format;
  /** One address a line. */
  urls: string;
  modelName: string;
  deploymentName: string;
  apiVersion: string;
  /** Never one that is kept: the server does not give it out. */
  secret: string;
  takeSecretAway: boolean;
  temperature: string;
  maxTokens: string;
  contextTokens: string;
  reasoningEffort: Effort;
  isZdr: boolean;
}

export const EMPTY: Draft = {
  displayName: '',
  llmFormat: 'openai',
  urls: '',
  modelName: '',
  deploymentName: '',
  apiVersion: '',
  secret: '',
  takeSecretAway: false,
  temperature: '',
  maxTokens: '',
  contextTokens: '',
  reasoningEffort: 'default',
  isZdr: false,
};

export const draftOf = (llm: Llm): Draft => ({
  displayName: llm.displayName,
  llmFormat: llm.llmFormat,
  urls: llm.urls.map(({ url }) => url).join('\n'),
  modelName: llm.modelName ?? '',
  deploymentName: llm.deploymentName ?? '',
  apiVersion: llm.apiVersion ?? '',
  secret: '',
  takeSecretAway: false,
  temperature: llm.temperature === null ? '' : `${llm.temperature}`,
  maxTokens: llm.maxTokens === null ? '' : `${llm.maxTokens}`,
  contextTokens: llm.contextTokens === null ? '' : `${llm.contextTokens}`,
  reasoningEffort: llm.reasoningEffort,
  isZdr: llm.isZdr,
});

export const needsModel = ({ llmFormat }: Draft) => llmFormat !== 'none' && llmFormat !== 'advanced_voice';

const linesOf = (text: string) => text.split('\n').flatMap((line) => line.trim() || []);
const numberOf = (text: string) => (text.trim() ? Number(text) : null);

/** Fields that keep it from being sent; `url` is the number of a line. */
export type Wrong = { [Name in keyof Draft]?: true } & { url?: number };

/** Nothing: all is well. */
export function wrongIn(draft: Draft): Wrong {
  const wrong: Wrong = {};
  const urls = linesOf(draft.urls);
  const temperature = numberOf(draft.temperature);
  const maxTokens = numberOf(draft.maxTokens);
  const contextTokens = numberOf(draft.contextTokens);
  if (!draft.displayName.trim()) wrong.displayName = true;
  if (needsModel(draft)) {
    if (!draft.modelName.trim()) wrong.modelName = true;
    if (!urls.length && !OWN_ADDRESS[draft.llmFormat]) wrong.urls = true;
    const bad = urls.findIndex((url) => !isAddress(url));
    if (bad >= 0) wrong.url = bad + 1;
  }
  if (temperature !== null && !(temperature >= 0 && temperature <= 2)) wrong.temperature = true;
  if (maxTokens !== null && !(Number.isInteger(maxTokens) && maxTokens >= 1)) wrong.maxTokens = true;
  if (contextTokens !== null && !(Number.isInteger(contextTokens) && contextTokens >= LEAST_CONTEXT && contextTokens <= MOST_CONTEXT)) wrong.contextTokens = true;
  return wrong;
}

/** A test needs no name. */
export const canBeTested = (draft: Draft) => {
  const { displayName: _, ...rest } = wrongIn(draft);
  return needsModel(draft) && Object.keys(rest).length === 0;
};

/** Neither does a list of models, nor a model. */
export const canBeListed = (draft: Draft) => {
  const { displayName: _, modelName: __, ...rest } = wrongIn(draft);
  return needsModel(draft) && Object.keys(rest).length === 0;
};

/** All of it, for an LLM that is not kept yet. */
export function wishOf(draft: Draft): LlmWish {
  const urls = addressesOf(draft);
  return {
    displayName: draft.displayName.trim(),
    llmFormat: draft.llmFormat,
    ...(urls.length > 0 && { urls }),
    ...settingsOf(draft),
    ...(draft.secret && { secret: draft.secret }),
  };
}

/** What of it differs from what is kept, and nothing else. */
export function changesOf(draft: Draft, kept: Llm): LlmChange {
  const before = draftOf(kept);
  const now: LlmChange = { displayName: draft.displayName.trim(), llmFormat: draft.llmFormat, urls: addressesOf(draft), ...settingsOf(draft) };
  const then: LlmChange = { displayName: before.displayName, llmFormat: before.llmFormat, urls: addressesOf(before), ...settingsOf(before) };
  const changed = Object.entries(now).filter(([name, value]) => !same(value, then[name as keyof LlmChange]));
  const changes = Object.fromEntries(changed) as LlmChange;
  if (changes.urls?.length === 0) changes.urls = [{ url: OWN_ADDRESS[draft.llmFormat]! }];
  if (draft.takeSecretAway) changes.secret = '';
  else if (draft.secret) changes.secret = draft.secret;
  return changes;
}

const addressesOf = ({ urls }: Draft) => linesOf(urls).map((url) => ({ url }));

function settingsOf(draft: Draft) {
  const azure = draft.llmFormat === 'azure_openai';
  return {
    ...(needsModel(draft) && { modelName: draft.modelName.trim() }),
    deploymentName: (azure && draft.deploymentName.trim()) || null,
    apiVersion: (azure && draft.apiVersion.trim()) || null,
    temperature: numberOf(draft.temperature),
    maxTokens: numberOf(draft.maxTokens),
    contextTokens: numberOf(draft.contextTokens),
    reasoningEffort: draft.reasoningEffort,
    isZdr: draft.isZdr,
  };
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

function isAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
