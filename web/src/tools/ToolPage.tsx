import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Refused } from '../api/refused';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { oneTool } from './queries';
import { ToolEditor } from './ToolEditor';

const route = getRouteApi('/lab/tools/$toolId');

/** /tools/:id */
export function ToolPage() {
  const { toolId } = route.useParams();
  return (
    <SignInFirst why={texts.tools.why}>
      <OneTool key={toolId} id={toolId} />
    </SignInFirst>
  );
}

function OneTool({ id }: { id: string }) {
  const { notThere } = texts.tools;
  const { data, error, refetch } = useQuery(oneTool(id));
  if (data) return <ToolEditor tool={data} kind={data.type} />;
  if (!error) return null;
  return (
    <div className={page.page}>
      {error instanceof Refused && [400, 404].includes(error.status) ? (
        <Empty title={notThere.title} body={notThere.body}>
          <LinkButton to="/tools" variant="default">
            {notThere.back}
          </LinkButton>
        </Empty>
      ) : (
        <Failed error={error} onAgain={() => void refetch()} />
      )}
    </div>
  );
}
