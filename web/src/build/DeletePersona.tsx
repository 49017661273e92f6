import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import classes from './DeletePersona.module.css';
import { useDelete } from './queries';

export function DeletePersona({ id, name }: { id: string; name: string }) {
  const { deleting } = texts.build;
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const remove = useDelete(id);
  const close = () => setAsking(false);
  return (
    <div className={classes.last}>
      <Button variant="default" className={classes.open} onClick={() => setAsking(true)}>
        {deleting.open}
      </Button>
      <Dialog open={asking} onClose={close} title={deleting.title(name)} lead={deleting.lead}>
        <ActionFailed error={remove.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={close}>
            {texts.cancel}
          </Button>
          <Button className={actions.danger} loading={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: () => navigate({ to: '/personas' }) })}>
            {deleting.confirm}
          </Button>
        </div>
      </Dialog>
    </div>
  );
}
