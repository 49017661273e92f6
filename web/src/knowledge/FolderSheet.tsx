import { Button, FileButton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { may, useAccount } from '../account/account';
import { Empty } from '../lab/Empty';
import { Loaded } from '../lab/Loaded';
import { texts } from '../texts';
import { DocumentTable } from './DocumentTable';
import { FolderActions } from './FolderActions';
import classes from './FolderSheet.module.css';
import { documentsIn, type Folder } from './queries';
import { UploadList } from './UploadList';
import { useDrop } from './useDrop';
import type { useUploads } from './useUploads';

/** One folder: its documents, and files on their way into it. */
export function FolderSheet({ folder, uploads }: { folder: Folder; uploads: ReturnType<typeof useUploads> }) {
  const { knowledge } = texts;
  const account = useAccount();
  const documents = useQuery(documentsIn(folder.id));
  const mayAdd = may(account, 'knowledge:create');
  const add = (files: readonly File[]) => uploads.add(folder.id, files);
  const over = useDrop(mayAdd ? add : undefined);
  return (
    <section className={classes.sheet} aria-labelledby="folder">
      <header className={classes.header}>
        <h2 id="folder">{folder.name}</h2>
        <FolderActions folder={folder} />
        {folder.description && <p>{folder.description}</p>}
      </header>
      {mayAdd && (
        <div className={classes.add}>
          <FileButton multiple onChange={add} accept=".pdf,.docx,.md,.markdown,.txt,.csv,.json,.log">
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconPlus size={17} stroke={2} />}>
                {knowledge.add}
              </Button>
            )}
          </FileButton>
          <p>{knowledge.dropHint}</p>
        </div>
      )}
      <UploadList uploads={uploads.uploads.filter((upload) => upload.folder === folder.id)} onDismiss={uploads.dismiss} />
      <Loaded query={documents} empty={<Empty title={knowledge.empty.title} body={knowledge.empty.body} />}>
        {(data) => <DocumentTable documents={data} />}
      </Loaded>
      {over && (
        <div className={classes.over} aria-hidden="true">
          <span>{knowledge.dropHere(folder.name)}</span>
        </div>
      )}
    </section>
  );
}
