import type { Schemas } from '../api/client';
import type { Tool, ToolKind } from './kinds';
import type { Json } from './schema';

type WebhookConfig = Schemas['WebhookToolConfig'];
export type Method = WebhookConfig['method'];

export const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** How the server shows a value that it keeps to itself; sent back, it stays as it is. */
export const STORED = '[REDACTED]';
export const NAME = /^[a-zA-Z0-9_.-]{1,64}$/;

export interface Header {
  name: string;
  value: string;
}

/** A tool as it is being written: all that any kind may have, so that changing the kind loses nothing. */
export interface Draft {
  kind: ToolKind;
  name: string;
  description: string;
  disableInterruptions: boolean;
  parameters: Json | null;
  /** Of clients: whether its answer is waited for, and how many seconds. */
  awaitResult: boolean;
  timeoutS: string;
  url: string;
  method: Method;
  headers: readonly Header[];
  query: Json | null;
  bodyTemplate: string;
  awaitResponse: boolean;
  folders: readonly string[];
  action: Schemas['SystemToolConfig']['action'];
}

export const emptyDraft = (kind: ToolKind): Draft => ({
  kind,
  name: '',
  description: '',
  disableInterruptions: false,
  parameters: null,
  awaitResult: false,
  timeoutS: '',
  url: '',
  method: 'POST',
  headers: [],
  query: null,
  bodyTemplate: '',
  awaitResponse: true,
  folders: [],
  action: 'end_call',
});

export function draftOf(tool: Tool): Draft {
  const config = tool.config as Partial<
    Schemas['ClientToolConfig'] & WebhookConfig & Schemas['RagToolConfig'] & Schemas['SystemToolConfig']
  >;
  const empty = emptyDraft(tool.type);
  return {
    ...empty,
    name: tool.name,
    description: tool.description,
    disableInterruptions: tool.disableInterruptions,
    parameters: config.parameters ?? null,
    awaitResult: config.awaitResult ?? false,
    timeoutS: config.toolTimeoutSeconds ? `${config.toolTimeoutSeconds}` : '',
    url: config.url ?? '',
    method: config.method ?? empty.method,
    headers: Object.entries(config.headers ?? {}).map(([name, value]) => ({ name, value })),
    query: config.queryParameters ?? null,
    bodyTemplate: config.bodyTemplate ?? '',
    awaitResponse: config.awaitResponse !== false,
    folders: config.documentFolderIds ?? [],
    action: config.action ?? empty.action,
  };
}

/** What is sent to the server: all of the tool, so that what was emptied is empty. */
export function wishOf(draft: Draft): Schemas['ToolCreate'] {
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    type: draft.kind,
    disableInterruptions: draft.disableInterruptions,
    config: configOf(draft),
  };
}

function configOf(draft: Draft): NonNullable<Schemas['ToolCreate']['config']> {
  switch (draft.kind) {
    case 'CLIENT':
      return { parameters: draft.parameters, awaitResult: draft.awaitResult, toolTimeoutSeconds: draft.timeoutS ? Number(draft.timeoutS) : null };
    case 'SERVER_WEBHOOK':
      return {
        url: draft.url.trim(),
        method: draft.method,
        headers: Object.fromEntries(draft.headers.filter(({ name }) => name.trim()).map(({ name, value }) => [name.trim(), value])),
        parameters: draft.parameters,
        queryParameters: draft.query,
        bodyTemplate: draft.bodyTemplate || null,
        awaitResponse: draft.awaitResponse,
      };
    case 'SERVER_RAG':
      return { documentFolderIds: [...draft.folders] };
    case 'SYSTEM':
      return { action: draft.action };
  }
}

export type Flaw = 'name' | 'description' | 'url' | 'folders' | 'timeout';

/** What the server would refuse: the first of each kind that is wrong or missing. */
export function flawsOf(draft: Draft): ReadonlySet<Flaw> {
  const flaws = new Set<Flaw>();
  if (!NAME.test(draft.name.trim())) flaws.add('name');
  if (!draft.description.trim()) flaws.add('description');
  if (draft.kind === 'SERVER_WEBHOOK' && !/^https?:\/\/[^/\s]+/.test(draft.url.trim())) flaws.add('url');
  if (draft.kind === 'SERVER_RAG' && draft.folders.length === 0) flaws.add('folders');
  const seconds = Number(draft.timeoutS || 10);
  if (draft.kind === 'CLIENT' && !(seconds >= 1 && seconds <= 600)) flaws.add('timeout');
  return flaws;
}

/** Whether a draft says what is stored. Rows without a name do not count. */
export const isStored = (draft: Draft, tool: Tool) => JSON.stringify(wishOf(draft)) === JSON.stringify(wishOf(draftOf(tool)));
