import { texts } from '../texts';

export const LARGEST_BYTES = 50 * 1024 * 1024;
const READ = /\.(pdf|docx|md|markdown|txt|csv|json|log)$/i;
const AT_ONCE = 2;

/** A file on its way to a folder. What has arrived is no upload any more, but a document. */
export interface Upload {
  id: number;
  folder: string;
  file: File;
  state: 'waiting' | 'sending' | 'refused';
  /** 0 to 1. */
  sent: number;
  /** In words, of what was refused. */
  why?: string;
}

export type UploadNews =
  | { kind: 'dropped'; folder: string; files: readonly File[]; firstId: number }
  | { kind: 'started' | 'arrived' | 'dismissed'; id: number }
  | { kind: 'sent'; id: number; share: number }
  | { kind: 'refused'; id: number; why: string };

/** What the server would refuse only after it has all arrived. */
export function whyNot({ name, size }: { name: string; size: number }): string | undefined {
  const { refused } = texts.knowledge;
  if (!READ.test(name)) return refused.kind;
  if (size > LARGEST_BYTES) return refused.size;
  return size === 0 ? refused.empty : undefined;
}

export function uploadReducer(uploads: readonly Upload[], news: UploadNews): readonly Upload[] {
  switch (news.kind) {
    case 'dropped':
      return [...uploads, ...news.files.map((file, k) => begun(file, news.folder, news.firstId + k))];
    case 'arrived':
    case 'dismissed':
      return uploads.filter(({ id }) => id !== news.id);
    case 'started':
      return changed(uploads, news.id, { state: 'sending' });
    case 'sent':
      return changed(uploads, news.id, { sent: news.share });
    case 'refused':
      return changed(uploads, news.id, { state: 'refused', why: news.why });
  }
}

/** Those that may start now, in the order in which they were dropped. */
export function nextUp(uploads: readonly Upload[]): Upload[] {
  const free = AT_ONCE - uploads.filter(({ state }) => state === 'sending').length;
  return uploads.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
}

function begun(file: File, folder: string, id: number): Upload {
  const why = whyNot(file);
  return { id, folder, file, sent: 0, state: why ? 'refused' : 'waiting', why };
}

const changed = (uploads: readonly Upload[], id: number, change: Partial<Upload>) =>
  uploads.map((upload) => (upload.id === id ? { ...upload, ...change } : upload));
