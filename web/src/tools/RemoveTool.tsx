import { Button } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { Confirm } from '../lab/Confirm';
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
      <Confirm
        open={asking}
        title={form.removeTitle(tool.name)}
        lead={form.removeBody(tool.usageCount)}
        word={form.remove}
        action={remove}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/tools' }) })}
        onClose={() => setAsking(false)}
      />
    </>
  );
}
