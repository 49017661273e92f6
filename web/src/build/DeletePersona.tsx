import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { Confirm } from '../lab/Confirm';
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
      <Confirm
        open={asking}
        title={deleting.title(name)}
        lead={deleting.lead}
        word={deleting.confirm}
        action={remove}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => navigate({ to: '/personas' }) })}
        onClose={close}
      />
    </div>
  );
}
