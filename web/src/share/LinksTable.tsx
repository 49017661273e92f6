import { Button } from '@mantine/core';
import { Link as RouterLink } from '@tanstack/react-router';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import { Dialog } from '../lab/Dialog';
import { Moment } from '../lab/Moment';
import actions from '../lab/actions.module.css';
import table from '../lab/table.module.css';
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
        <table className={table.table}>
          <caption className="vv-sr">{share.links[kind]}</caption>
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col">{columns.uses}</th>
              <th scope="col">{columns.stops}</th>
              <th scope="col">{columns.sites}</th>
              <td>
                <span className="vv-sr">{columns.actions}</span>
              </td>
            </tr>
          </thead>
          <tbody>
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
          </tbody>
        </table>
      )}
      {deleting && <DeleteLink link={deleting} onDone={() => setDeleting(undefined)} />}
    </section>
  );
}

function DeleteLink({ link, onDone }: { link: Link; onDone: () => void }) {
  const { share } = texts;
  const remove = useDeleteLink();
  return (
    <Dialog open onClose={onDone} title={share.removeTitle(nameOf(link, share.unnamed))} lead={share.removeBody}>
      <ActionFailed error={remove.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button className={actions.danger} loading={remove.isPending} onClick={() => remove.mutate(link.id, { onSuccess: onDone })}>
          {share.remove}
        </Button>
      </div>
    </Dialog>
  );
}

function sitesOf({ allowAllOrigins, allowedOrigins }: Link): string {
  const { share } = texts;
  if (allowAllOrigins) return share.everywhere;
  return allowedOrigins.length === 0 ? share.nowhere : share.siteCount(allowedOrigins.length);
}
