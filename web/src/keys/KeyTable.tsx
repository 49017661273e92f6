import { Button } from '@mantine/core';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import { texts } from '../texts';
import classes from './KeyTable.module.css';
import type { ApiKey } from './queries';
import { RevokeKey } from './RevokeKey';

export function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { columns, title } = texts.keys;
  const account = useAccount();
  const [revoking, setRevoking] = useState<ApiKey>();
  const mayRevoke = may(account, 'api-keys:delete');
  const isYours = (key: ApiKey) => account?.keyId === key.id;
  return (
    <>
      <Table caption={title} columns={[columns.name, columns.begins, columns.may, columns.created]} actions={mayRevoke && columns.actions}>
        {keys.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <strong className={classes.name}>{key.name}</strong>
              {isYours(key) && <span className={classes.yours}>{texts.keys.yours}</span>}
            </th>
            <td data-label={columns.begins}>
              <code className={classes.prefix}>{key.prefix}…</code>
            </td>
            <td data-label={columns.may} title={key.permissions?.join(', ')}>
              {texts.keys.may(key.permissions)}
            </td>
            <td data-label={columns.created}>
              <Moment at={key.createdAt} />
            </td>
            {mayRevoke && (
              <td data-number>
                <Button variant="default" size="xs" aria-label={texts.keys.revokeThis(key.name)} onClick={() => setRevoking(key)}>
                  {texts.keys.revoke}
                </Button>
              </td>
            )}
          </tr>
        ))}
      </Table>
      {revoking && <RevokeKey apiKey={revoking} yours={isYours(revoking)} onDone={() => setRevoking(undefined)} />}
    </>
  );
}
