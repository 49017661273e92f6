import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { AskFolder } from './AskFolder';
import { FolderList } from './FolderList';
import { FolderSheet } from './FolderSheet';
import classes from './KnowledgePage.module.css';
import { NewFolder } from './NewFolder';
import { folders } from './queries';
import { useUploads } from './useUploads';

/** /knowledge and /knowledge/:group: folders, their documents, and what would be found in them. */
export function KnowledgePage() {
  return (
    <SignInFirst why={texts.knowledge.why}>
      <Knowledge />
    </SignInFirst>
  );
}

function Knowledge() {
  const { groupId } = useParams({ strict: false });
  const { data, error, refetch } = useQuery(folders);
  const uploads = useUploads();
  const open = groupId ? data?.find(({ id }) => id === groupId) : data?.[0];
  const { knowledge } = texts;
  return (
    <div className={page.page}>
      <PageHeader title={knowledge.title} lead={knowledge.lead}>
        <NewFolder />
      </PageHeader>
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : !data ? null : data.length === 0 && !groupId ? (
        <Empty title={knowledge.noFolder.title} body={knowledge.noFolder.body} />
      ) : (
        <div className={classes.rooms}>
          <FolderList folders={data} open={open?.id} />
          {open ? (
            <>
              <FolderSheet key={open.id} folder={open} uploads={uploads} />
              <AskFolder key={`ask ${open.id}`} folder={open} />
            </>
          ) : (
            <Empty title={knowledge.notThere.title} body={knowledge.notThere.body}>
              <LinkButton to="/knowledge" variant="default">
                {knowledge.notThere.back}
              </LinkButton>
            </Empty>
          )}
        </div>
      )}
    </div>
  );
}
