import { Button } from '@mantine/core';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { Moment } from '../lab/Moment';
import table from '../lab/table.module.css';
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
      <table className={table.table}>
        <caption className="vv-sr">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col">{columns.begins}</th>
            <th scope="col">{columns.may}</th>
            <th scope="col">{columns.created}</th>
            {mayRevoke && (
              <td>
                <span className="vv-sr">{columns.actions}</span>
              </td>
            )}
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
      {revoking && <RevokeKey apiKey={revoking} yours={isYours(revoking)} onDone={() => setRevoking(undefined)} />}
    </>
  );
}
