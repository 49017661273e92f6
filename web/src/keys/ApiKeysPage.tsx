import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Loaded } from '../lab/Loaded';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { CreateKey } from './CreateKey';
import { KeyTable } from './KeyTable';
import { apiKeys } from './queries';

/** /api-keys: who may call the API, and what with. */
export function ApiKeysPage() {
  return (
    <SignInFirst why={texts.keys.why}>
      <ApiKeys />
    </SignInFirst>
  );
}

function ApiKeys() {
  const account = useAccount();
  const keys = useQuery(apiKeys);
  const [creating, setCreating] = useState(false);
  const create = may(account, 'api-keys:create') && (
    <Button leftSection={<IconPlus size={17} stroke={2} />} onClick={() => setCreating(true)}>
      {texts.keys.create}
    </Button>
  );
  return (
    <div className={page.page}>
      <PageHeader title={texts.keys.title} lead={texts.keys.lead}>
        {create}
      </PageHeader>
      <Loaded query={keys} empty={<Empty title={texts.keys.empty.title} body={texts.keys.empty.body} />}>
        {(data) => <KeyTable keys={data} />}
      </Loaded>
      {creating && <CreateKey onDone={() => setCreating(false)} />}
    </div>
  );
}
