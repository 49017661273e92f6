import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import actions from '../lab/actions.module.css';
import { texts } from '../texts';
import { type VendorKey, useRemove } from './queries';

/** Says what counts afterwards. */
export function RemoveKey({ state: { vendor, name, uses, serverHasKey }, onDone }: { state: VendorKey; onDone: () => void }) {
  const { removal, remove: word } = texts.vendorKeys;
  const remove = useRemove(vendor);
  return (
    <Dialog open onClose={onDone} title={removal.title(name)} lead={serverHasKey ? removal.server : removal.none(uses)}>
      <ActionFailed error={remove.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={remove.isPending} onClick={() => remove.mutate(undefined, { onSuccess: onDone })}>
          {word}
        </Button>
      </div>
    </Dialog>
  );
}
