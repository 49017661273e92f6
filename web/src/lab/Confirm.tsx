import { Button } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { texts } from '../texts';
import { ActionFailed } from './ActionFailed';
import actions from './actions.module.css';
import { Dialog } from './Dialog';

interface ConfirmProps {
  open?: boolean;
  title: string;
  lead: ReactNode;
  /** On the button that does it. */
  word: string;
  action: Pick<UseMutationResult, 'error' | 'isPending'>;
  onConfirm: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** Asks before something goes for good. */
export function Confirm({ open = true, title, lead, word, action, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog open={open} onClose={onClose} title={title} lead={lead}>
      {children}
      <ActionFailed error={action.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onClose}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={action.isPending} onClick={onConfirm}>
          {word}
        </Button>
      </div>
    </Dialog>
  );
}
