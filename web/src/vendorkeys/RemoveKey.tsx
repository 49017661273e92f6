import { Confirm } from '../lab/Confirm';
import { texts } from '../texts';
import { type VendorKey, useRemove } from './queries';

/** Says what counts afterwards. */
export function RemoveKey({ state: { vendor, name, uses, serverHasKey }, onDone }: { state: VendorKey; onDone: () => void }) {
  const { removal, remove: word } = texts.vendorKeys;
  const remove = useRemove(vendor);
  return (
    <Confirm
      title={removal.title(name)}
      lead={serverHasKey ? removal.server : removal.none(uses)}
      word={word}
      action={remove}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
      onClose={onDone}
    />
  );
}
