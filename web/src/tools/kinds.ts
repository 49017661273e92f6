import type { Schemas } from '../api/client';

export type Tool = Schemas['Tool'];
export type ToolKind = Tool['type'];

/** In the order in which they are offered. */
export const KINDS: readonly ToolKind[] = ['SERVER_WEBHOOK', 'CLIENT', 'SERVER_RAG', 'SYSTEM'];

export const isToolKind = (value: unknown): value is ToolKind => KINDS.includes(value as ToolKind);
