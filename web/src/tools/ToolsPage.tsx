import { Button, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { toolList } from './queries';
import { ToolTable } from './ToolTable';

const route = getRouteApi('/lab/tools');
const TYPING_MS = 250;

/** /tools: what personas can do besides talking. */
export function ToolsPage() {
  return (
    <SignInFirst why={texts.tools.why}>
      <Tools />
    </SignInFirst>
  );
}

function Tools() {
  const { tools } = texts;
  const account = useAccount();
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, isPlaceholderData, refetch } = useQuery(toolList(wanted.search));
  const [search, setSearch] = useState(wanted.search ?? '');
  const ask = useDebouncedCallback((text: string) => void navigate({ search: { search: text.trim() || undefined }, replace: true }), TYPING_MS);
  // The address may change without this field.
  useEffect(() => setSearch(wanted.search ?? ''), [wanted.search]);
  return (
    <div className={page.page}>
      <PageHeader title={tools.title} lead={tools.lead}>
        {may(account, 'tools:create') && (
          <LinkButton to="/tools/new" leftSection={<IconPlus size={17} stroke={2} />}>
            {tools.new}
          </LinkButton>
        )}
      </PageHeader>
      <TextInput
        type="search"
        aria-label={tools.search}
        placeholder={tools.search}
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden="true" />}
        value={search}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          ask(event.currentTarget.value);
        }}
      />
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : !data ? null : data.length === 0 ? (
        <Empty title={tools.empty.title} body={tools.empty.body}>
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {tools.empty.clear}
          </Button>
        </Empty>
      ) : (
        <ToolTable tools={data} stale={isPlaceholderData} />
      )}
    </div>
  );
}
