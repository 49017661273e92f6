import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { Loaded } from '../lab/Loaded';
import { Table } from '../lab/Table';
import { texts } from '../texts';
import { type VendorKey, vendorKeys } from './queries';
import { RemoveKey } from './RemoveKey';
import { SetKey } from './SetKey';
import classes from './VendorKeys.module.css';
import { VendorRow } from './VendorRow';

/** Whom the organization has keys of its own for. */
export function VendorKeys() {
  const { title, lead, columns } = texts.vendorKeys;
  const keys = useQuery(vendorKeys);
  const [open, setOpen] = useState<{ what: 'set' | 'remove'; state: VendorKey }>();
  const close = () => setOpen(undefined);
  return (
    <section className={classes.section} aria-labelledby="vendor-keys">
      <h2 id="vendor-keys">{title}</h2>
      <p>{lead}</p>
      <Loaded query={keys}>
        {(data) => (
          <Table labelledBy="vendor-keys" columns={[columns.vendor, columns.uses, columns.key]} actions={columns.actions}>
            {data.map((state) => (
              <VendorRow
                key={`${state.vendor} ${state.setAt}`} // what a test of another key said is forgotten
                state={state}
                onSet={() => setOpen({ what: 'set', state })}
                onRemove={() => setOpen({ what: 'remove', state })}
              />
            ))}
          </Table>
        )}
      </Loaded>
      {open?.what === 'set' && <SetKey state={open.state} onDone={close} />}
      {open?.what === 'remove' && <RemoveKey state={open.state} onDone={close} />}
    </section>
  );
}
