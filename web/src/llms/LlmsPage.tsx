import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Dialog } from '../lab/Dialog';
import { LinkButton } from '../lab/LinkButton';
import { Loaded } from '../lab/Loaded';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { DeleteLlm } from './DeleteLlm';
import { LlmTable } from './LlmTable';
import { type Llm, llms } from './queries';
import { TestPanel } from './TestPanel';

const AS_IT_IS = {};

/** /llms: what personas can think with. */
export function LlmsPage() {
  return (
    <SignInFirst why={texts.llms.why}>
      <Llms />
    </SignInFirst>
  );
}

function Llms() {
  const account = useAccount();
  const list = useQuery(llms);
  const [testing, setTesting] = useState<Llm>();
  const [deleting, setDeleting] = useState<Llm>();
  return (
    <div className={page.page}>
      <PageHeader title={texts.llms.title} lead={texts.llms.lead}>
        {may(account, 'llms:create') && (
          <LinkButton to="/llms/new" leftSection={<IconPlus size={17} stroke={2} />}>
            {texts.llms.add}
          </LinkButton>
        )}
      </PageHeader>
      <Loaded query={list}>{(data) => <LlmTable llms={data} onTest={setTesting} onDelete={setDeleting} />}</Loaded>
      {testing && (
        <Dialog open onClose={() => setTesting(undefined)} title={texts.llms.testThis(testing.displayName)}>
          <TestPanel id={testing.id} settings={AS_IT_IS} />
        </Dialog>
      )}
      {deleting && <DeleteLlm llm={deleting} onDone={() => setDeleting(undefined)} />}
    </div>
  );
}
