import { Button } from '@mantine/core';

import { may, useAccount } from '../account/account';
import { Moment } from '../lab/Moment';
import { texts } from '../texts';
import { type VendorKey, useTrial } from './queries';
import { Tried } from './Tried';
import classes from './VendorKeys.module.css';

interface VendorRowProps {
  state: VendorKey;
  onSet: () => void;
  onRemove: () => void;
}

/** One vendor: whose key counts, and what can be done about it. */
export function VendorRow({ state, onSet, onRemove }: VendorRowProps) {
  const { vendorKeys: words } = texts;
  const { vendor, name, uses, isSet, ending, setAt, serverHasKey } = state;
  const account = useAccount();
  const trial = useTrial(vendor);
  const mayChange = may(account, 'vendor-keys:update');
  return (
    <tr>
      <th scope="row" className={classes.name}>
        <strong>{name}</strong>
      </th>
      <td data-label={words.columns.uses} className={classes.uses}>{uses.map((use) => words.uses[use]).join(', ')}</td>
      <td data-label={words.columns.key} className={classes.key}>
        {isSet ? words.own(ending) : serverHasKey ? words.server : words.none}
        {setAt && (
          <span className={classes.when}>
            <Moment at={setAt} />
          </span>
        )}
        <Tried name={name} trial={trial} />
      </td>
      <td data-number className={classes.actions}>
        {isSet && mayChange && (
          <Button variant="default" size="xs" aria-label={words.testFor(name)} loading={trial.isPending} onClick={() => trial.mutate(undefined)}>
            {words.test}
          </Button>
        )}
        {mayChange && (
          <Button variant="default" size="xs" aria-label={isSet ? words.replaceFor(name) : words.setFor(name)} onClick={onSet}>
            {isSet ? words.replace : words.set}
          </Button>
        )}
        {isSet && may(account, 'vendor-keys:delete') && (
          <Button variant="default" size="xs" aria-label={words.removeFor(name)} onClick={onRemove}>
            {words.remove}
          </Button>
        )}
      </td>
    </tr>
  );
}
