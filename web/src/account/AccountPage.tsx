import { Button } from '@mantine/core';

import { Moment } from '../lab/Moment';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { useAccount, useSignOut } from './account';
import { SignInFirst } from './SignInFirst';

/** /account: which key this browser acts with, and the way out. */
export function AccountPage() {
  return (
    <SignInFirst why={texts.signIn.lead}>
      <SignedIn />
    </SignInFirst>
  );
}

function SignedIn() {
  const account = useAccount();
  const signOut = useSignOut();
  if (!account) return null;
  const { labels } = texts.account;
  const facts = [
    [labels.organization, account.organizationName],
    [labels.key, `${account.keyName} (${account.keyPrefix}…)`],
    [labels.may, texts.keys.may(account.permissions)],
    [labels.until, <Moment at={account.expiresAt} />],
  ] as const;
  return (
    <div className={page.page} data-narrow>
      <PageHeader title={texts.account.title} lead={texts.account.lead}>
        <Button variant="default" onClick={() => signOut.mutate()} loading={signOut.isPending}>
          {texts.account.signOut}
        </Button>
      </PageHeader>
      <dl className={page.facts}>
        {facts.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
