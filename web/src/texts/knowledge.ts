import { count } from './numbers';

/** Folders of documents that personas may search. */
export const knowledge = {
  knowledge: {
    title: 'Knowledge',
    lead: 'Documents that personas look things up in.',
    why: 'Sign in to see and add documents.',
    folders: 'Folders',
    documentsIn: (documents: number) => count(documents, 'document', 'documents'),
    newFolder: 'New folder',
    noFolder: {
      title: 'No folders yet',
      body: 'A folder holds documents. Give it to a persona, or to a tool, and answers come from what is in it.',
    },
    notThere: { title: 'No such folder', body: 'It may have been deleted, or belong to another organization.', back: 'All folders' },
    folder: {
      name: 'Name',
      about: 'What it is about',
      aboutHint: 'For people; a persona does not read this.',
      create: 'Create folder',
      edit: 'Rename',
      editTitle: 'Rename this folder',
      save: 'Save',
      remove: 'Delete folder',
      removeTitle: (name: string) => `Delete “${name}”?`,
      removeBody: (documents: number) =>
        documents === 0
          ? 'Nothing is in it. Personas and tools that have it lose it.'
          : `${count(documents, 'document', 'documents')} go with it, for good. Personas and tools that have it can no longer look there.`,
    },
    add: 'Add files',
    dropHere: (folder: string) => `Drop to add to “${folder}”`,
    dropHint: 'or drop them anywhere on this page. PDF, DOCX, MD, TXT, CSV, JSON and LOG, up to 50 MB each.',
    documents: 'Documents',
    columns: { name: 'Document', status: 'Status', size: 'Size', added: 'Added', actions: 'Actions' },
    status: {
      UPLOADED: 'Waits to be read',
      PROCESSING: (share: number) => `Reading, ${Math.round(share * 100)} %`,
      READY: 'Ready',
      FAILED: 'Could not be read',
    },
    sending: { title: 'Being added', waiting: 'Waits', sent: (share: number) => `Sending, ${Math.round(share * 100)} %`, refused: 'Refused', dismiss: (name: string) => `Forget ${name}` },
    refused: {
      kind: 'Only PDF, DOCX, MD, TXT, CSV, JSON and LOG files are read.',
      size: 'It is larger than 50 MB. Split it, or leave out its pictures.',
      empty: 'The file is empty.',
      lost: 'The connection was lost on the way. Try it again.',
    },
    empty: { title: 'Nothing is in this folder', body: 'Drop files anywhere on this page. Each is read, and can be searched as soon as it is ready.' },
    document: {
      open: (name: string) => `Download ${name}`,
      rename: 'Rename',
      renameThis: (name: string) => `Rename ${name}`,
      renameTitle: 'Rename this document',
      renameHint: 'How it is read does not change with its name.',
      save: 'Save',
      remove: 'Delete',
      removeThis: (name: string) => `Delete ${name}`,
      removeTitle: (name: string) => `Delete “${name}”?`,
      removeBody: 'The file and all that was read from it are deleted for good.',
    },
    ask: {
      title: 'Ask this folder',
      lead: 'What a persona would find here, before it says a word.',
      question: 'Question',
      placeholder: 'How long is the warranty?',
      submit: 'Search',
      how: { lexical: 'Searched by words. A model that knows meanings is not installed.', hybrid: 'Searched by words and by meaning.' } as Record<string, string>,
      nothing: 'Nothing in this folder speaks of that.',
      score: (score: number) => `Match of ${Math.round(score * 100)} %`,
      place: (metadata: Record<string, unknown>) =>
        Object.entries(metadata).map(([kind, where]) => `${kind} ${String(where)}`).join(', '),
    },
  },
};
