import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { LinkButton } from '../lab/LinkButton';
import { Loaded } from '../lab/Loaded';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { SearchField } from '../lab/SearchField';
import { texts } from '../texts';
import { toolList } from './queries';
import { ToolTable } from './ToolTable';

const route = getRouteApi('/lab/tools');
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
  const list = useQuery(toolList(wanted.search));
  return (
    <div className={page.page}>
      <PageHeader title={tools.title} lead={tools.lead}>
        {may(account, 'tools:create') && (
          <LinkButton to="/tools/new" leftSection={<IconPlus size={17} stroke={2} />}>
            {tools.new}
          </LinkButton>
        )}
      </PageHeader>
      <SearchField label={tools.search} where="there" search={wanted.search} onSearch={(search) => void navigate({ search: { search }, replace: true })} />
      <Loaded
        query={list}
        empty={
          <Empty title={tools.empty.title} body={tools.empty.body}>
            <Button variant="default" onClick={() => void navigate({ search: {} })}>
              {tools.empty.clear}
            </Button>
          </Empty>
        }
      >
        {(data) => <ToolTable tools={data} stale={list.isPlaceholderData} />}
      </Loaded>
    </div>
  );
}
