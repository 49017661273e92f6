import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';

import { Bar } from '../lab/Bar';
import { texts } from '../texts';
import type { Upload } from './uploads';
import classes from './UploadList.module.css';

/** Files that are being sent, and those that were refused, with the reason. */
export function UploadList({ uploads, onDismiss }: { uploads: readonly Upload[]; onDismiss: (id: number) => void }) {
  const { sending } = texts.knowledge;
  if (uploads.length === 0) return null;
  return (
    <ul className={classes.uploads} aria-label={sending.title} aria-live="polite">
      {uploads.map(({ id, file, state, sent, why }) => (
        <li key={id} data-refused={state === 'refused' || undefined}>
          <strong>{file.name}</strong>
          {state === 'refused' ? (
            <>
              <span className={classes.why}>
                {sending.refused}: {why}
              </span>
              <ActionIcon size={26} aria-label={sending.dismiss(file.name)} onClick={() => onDismiss(id)}>
                <IconX size={15} />
              </ActionIcon>
            </>
          ) : (
            <Bar share={sent} label={state === 'waiting' ? sending.waiting : sending.sent(sent)} of={file.name} />
          )}
        </li>
      ))}
    </ul>
  );
}
