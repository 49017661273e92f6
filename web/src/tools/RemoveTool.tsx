import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import type { Tool } from './kinds';
import { useRemove } from './queries';

export function RemoveTool({ tool }: { tool: Tool }) {
  const { form } = texts.tools;
  const navigate = useNavigate();
  const remove = useRemove(tool.id);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button variant="default" leftSection={<IconTrash size={16} stroke={1.8} />} onClick={() => setAsking(true)}>
        {form.remove}
      </Button>
      <Dialog open={asking} onClose={() => setAsking(false)} title={form.removeTitle(tool.name)} lead={form.removeBody(tool.usageCount)}>
        <ActionFailed error={remove.error} />
        <div className={actions.actions}>
          <Button variant="default" onClick={() => setAsking(false)}>
            {texts.cancel}
          </Button>
          <Button
            className={actions.danger}
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/tools' }) })}
          >
            {form.remove}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
