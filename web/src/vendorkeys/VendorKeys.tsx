import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Failed } from '../lab/Failed';
import table from '../lab/table.module.css';
import { texts } from '../texts';
import { type VendorKey, vendorKeys } from './queries';
import { RemoveKey } from './RemoveKey';
import { SetKey } from './SetKey';
import classes from './VendorKeys.module.css';
import { VendorRow } from './VendorRow';

/** Whom the organization has keys of its own for. */
export function VendorKeys() {
  const { title, lead, columns } = texts.vendorKeys;
  const { data, error, refetch } = useQuery(vendorKeys);
  const [open, setOpen] = useState<{ what: 'set' | 'remove'; state: VendorKey }>();
  const close = () => setOpen(undefined);
  return (
    <section className={classes.section} aria-labelledby="vendor-keys">
      <h2 id="vendor-keys">{title}</h2>
      <p>{lead}</p>
      {!data && error && <Failed error={error} onAgain={() => void refetch()} />}
      {data && (
        <table className={table.table} aria-labelledby="vendor-keys">
          <thead>
            <tr>
              <th scope="col">{columns.vendor}</th>
              <th scope="col">{columns.uses}</th>
              <th scope="col">{columns.key}</th>
              <td>
                <span className="vv-sr">{columns.actions}</span>
              </td>
            </tr>
          </thead>
          <tbody>
            {data.map((state) => (
              <VendorRow
                key={`${state.vendor} ${state.setAt}`} // what a test of another key said is forgotten
                state={state}
                onSet={() => setOpen({ what: 'set', state })}
                onRemove={() => setOpen({ what: 'remove', state })}
              />
            ))}
          </tbody>
        </table>
      )}
      {open?.what === 'set' && <SetKey state={open.state} onDone={close} />}
      {open?.what === 'remove' && <RemoveKey state={open.state} onDone={close} />}
    </section>
  );
}
