import { ActionIcon, Button, TextInput } from '@mantine/core';
import { IconDownload, IconPencil, IconTrash } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';

import { may, useAccount } from '../account/account';
import { wordsFor } from '../lab/ActionFailed';
import { Confirm } from '../lab/Confirm';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import form from '../lab/form.module.css';
import { texts } from '../texts';
import { type KnowledgeDocument, useRemoveDocument, useRenameDocument } from './queries';

/** Download, rename, delete. */
export function DocumentActions({ document }: { document: KnowledgeDocument }) {
  const { document: words } = texts.knowledge;
  const account = useAccount();
  const [asking, setAsking] = useState<'rename' | 'remove'>();
  const done = () => setAsking(undefined);
  return (
    <>
      {document.fileUrl && (
        <ActionIcon size={30} component="a" href={document.fileUrl} download={document.filename} aria-label={words.open(document.filename)}>
          <IconDownload size={16} />
        </ActionIcon>
      )}
      {may(account, 'knowledge:update') && (
        <ActionIcon size={30} aria-label={words.renameThis(document.filename)} onClick={() => setAsking('rename')}>
          <IconPencil size={16} />
        </ActionIcon>
      )}
      {may(account, 'knowledge:delete') && (
        <ActionIcon size={30} aria-label={words.removeThis(document.filename)} onClick={() => setAsking('remove')}>
          <IconTrash size={16} />
        </ActionIcon>
      )}
      {asking === 'rename' && <Rename document={document} onDone={done} />}
      {asking === 'remove' && <Remove document={document} onDone={done} />}
    </>
  );
}

function Rename({ document, onDone }: { document: KnowledgeDocument; onDone: () => void }) {
  const { document: words } = texts.knowledge;
  const rename = useRenameDocument(document.id);
  const [name, setName] = useState(document.filename);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate(name.trim(), { onSuccess: onDone });
  };
  return (
    <Dialog open onClose={onDone} title={words.renameTitle}>
      <form className={form.form} onSubmit={submit}>
        <TextInput
          label={texts.knowledge.folder.name}
          description={words.renameHint}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          maxLength={255}
          autoFocus
          error={rename.error && wordsFor(rename.error)}
        />
        <div className={actions.actions}>
          <Button variant="default" onClick={onDone}>
            {texts.cancel}
          </Button>
          <Button type="submit" loading={rename.isPending} disabled={!name.trim()}>
            {words.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Remove({ document, onDone }: { document: KnowledgeDocument; onDone: () => void }) {
  const { document: words } = texts.knowledge;
  const remove = useRemoveDocument(document.id);
  return (
    <Confirm
      title={words.removeTitle(document.filename)}
      lead={words.removeBody}
      word={words.remove}
      action={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
      onClose={onDone}
    />
  );
}
