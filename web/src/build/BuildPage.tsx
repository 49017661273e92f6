import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { Refused } from '../api/refused';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { Build } from './Build';
import { isStock, publishedPersona } from './queries';
import { useDraft } from './useDraft';

const route = getRouteApi('/lab/personas/$personaId');

/** /personas/:id: one persona, as it is published and as it will be. */
export function BuildPage() {
  const { personaId } = route.useParams();
  return (
    <SignInFirst why={texts.build.why}>
      <OnePersona key={personaId} id={personaId} />
    </SignInFirst>
  );
}

function OnePersona({ id }: { id: string }) {
  const published = useQuery(publishedPersona(id));
  const draft = useDraft(id);
  const stock = useQuery({ ...isStock(id, published.data?.name), enabled: published.data !== undefined });
  const error = published.error ?? draft.stored.error ?? stock.error;
  if (published.data && draft.stored.data && draft.fields && stock.data !== undefined) {
    return <Build published={published.data} stock={stock.data} stored={draft.stored.data} fields={draft.fields} draft={draft} />;
  }
  if (!error) return null;
  const again = () => {
    void published.refetch();
    draft.reload();
    void stock.refetch();
  };
  return (
    <div className={page.page}>
      {error instanceof Refused && error.status === 404 ? (
        <Empty title={texts.build.notThere.title} body={texts.build.notThere.body}>
          <LinkButton to="/personas" variant="default">
            {texts.build.back}
          </LinkButton>
        </Empty>
      ) : (
        <Failed error={error} onAgain={again} />
      )}
    </div>
  );
}
