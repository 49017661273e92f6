import { Button } from '@mantine/core';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import { Confirm } from '../lab/Confirm';
import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import { texts } from '../texts';
import type { LinkKind } from './kinds';
import { nameOf, stateOf } from './links';
import classes from './LinksTable.module.css';
import { type Link, useChangeLink, useDeleteLink } from './queries';

interface LinksTableProps {
  kind: LinkKind;
  links: readonly Link[];
  shown?: string;
}

export function LinksTable({ kind, links, shown }: LinksTableProps) {
  const { share } = texts;
  const { columns } = share;
  const account = useAccount();
  const change = useChangeLink();
  const [deleting, setDeleting] = useState<Link>();
  const mayChange = may(account, 'share-links:update');
  const mayDelete = may(account, 'share-links:delete');
  const nowMs = Date.now();
  return (
    <section className={classes.links} aria-labelledby="links-title">
      <h2 id="links-title">{share.links[kind]}</h2>
      <ActionFailed error={change.error} />
      {links.length === 0 ? (
        <p className={classes.empty}>{share.empty[kind]}</p>
      ) : (
        <Table
          caption={share.links[kind]}
          columns={[columns.name, columns.state, columns.uses, columns.stops, columns.sites]}
          actions={columns.actions}
        >
          {links.map((link) => {
            const name = nameOf(link, share.unnamed);
            const state = stateOf(link, nowMs);
            return (
              <tr key={link.id} data-shown={link.id === shown || undefined} className={classes.row}>
                <th scope="row">
                  <RouterLink
                    to="/share-embed"
                    search={{ kind, persona: link.personaId, link: link.id }}
                    className={classes.name}
                    aria-current={link.id === shown ? 'true' : undefined}
                  >
                    {name}
                  </RouterLink>
                </th>
                <td data-label={columns.state}>
                  <span className={classes.state} data-state={state}>
                    {share.states[state]}
                  </span>
                </td>
                <td data-label={columns.uses} className="vv-num">
                  {share.used(link.usageCount, link.usageLimit)}
                </td>
                <td data-label={columns.stops}>{link.expiresAt ? <Moment at={link.expiresAt} /> : share.never}</td>
                <td data-label={columns.sites} title={link.allowedOrigins.join(', ')}>
                  {kind === 'link' ? share.ownPage : sitesOf(link)}
                </td>
                <td data-number>
                  <span className={classes.buttons}>
                    {mayChange && (
                      <Button
                        variant="default"
                        size="xs"
                        aria-label={share.of(link.enabled ? share.pause : share.resume, name)}
                        onClick={() => change.mutate({ id: link.id, change: { enabled: !link.enabled } })}
                      >
                        {link.enabled ? share.pause : share.resume}
                      </Button>
                    )}
                    {mayDelete && (
                      <Button variant="default" size="xs" aria-label={share.of(share.remove, name)} onClick={() => setDeleting(link)}>
                        {share.remove}
                      </Button>
                    )}
                  </span>
                </td>
              </tr>
            );
          })}
        </Table>
      )}
      {deleting && <DeleteLink link={deleting} onDone={() => setDeleting(undefined)} />}
    </section>
  );
}

function DeleteLink({ link, onDone }: { link: Link; onDone: () => void }) {
  const { share } = texts;
  const remove = useDeleteLink();
  return (
    <Confirm
      title={share.removeTitle(nameOf(link, share.unnamed))}
      lead={share.removeBody}
      word={share.remove}
      action={remove}
      onConfirm={() => remove.mutate(link.id, { onSuccess: onDone })}
      onClose={onDone}
    />
  );
}

function sitesOf({ allowAllOrigins, allowedOrigins }: Link): string {
  const { share } = texts;
  if (allowAllOrigins) return share.everywhere;
  return allowedOrigins.length === 0 ? share.nowhere : share.siteCount(allowedOrigins.length);
}
