import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import { Refused } from '../api/refused';
import { SignInFirst } from '../account/SignInFirst';
import { Back } from '../lab/Back';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { canBeTested, changesOf, draftOf, EMPTY, wishOf } from './draft';
import { LlmForm } from './LlmForm';
import classes from './LlmFormPage.module.css';
import { type Llm, oneLlm } from './queries';
import { TestPanel } from './TestPanel';

const route = getRouteApi('/lab/llms/$llmId');

/** /llms/new */
export function NewLlmPage() {
  return (
    <SignInFirst why={texts.llms.why}>
      <Writing />
    </SignInFirst>
  );
}

/** /llms/{id} */
export function EditLlmPage() {
  return (
    <SignInFirst why={texts.llms.why}>
      <Kept />
    </SignInFirst>
  );
}

function Kept() {
  const { llmId } = route.useParams();
  const { data, error, refetch } = useQuery(oneLlm(llmId));
  if (data && !data.isGlobal) return <Writing key={data.id} kept={data} />;
  if (data || (error instanceof Refused && error.status === 404)) {
    const { notHere } = texts.llms;
    return (
      <div className={page.page}>
        <Empty title={notHere.title} body={notHere.body}>
          <LinkButton to="/llms" variant="default">
            {notHere.all}
          </LinkButton>
        </Empty>
      </div>
    );
  }
  return error && <Failed error={error} onAgain={() => void refetch()} />;
}

/** What is written, and beside it what comes of it. */
function Writing({ kept }: { kept?: Llm }) {
  const { llmForm, llmTest } = texts;
  const navigate = useNavigate();
  const [draft, setDraft] = useState(kept ? draftOf(kept) : EMPTY);
  const wish = kept ? changesOf(draft, kept) : wishOf(draft);
  const { displayName: _, ...settings } = wish;
  return (
    <div className={page.page}>
      <PageHeader
        title={
          <>
            <Back to="/llms" label={llmForm.back} />
            {kept ? llmForm.editTitle(kept.displayName) : llmForm.newTitle}
          </>
        }
      />
      <div className={classes.columns}>
        <LlmForm draft={draft} onChange={setDraft} kept={kept} wish={wish} onSaved={() => void navigate({ to: '/llms' })} />
        <section className={classes.test} aria-labelledby="test-title">
          <h2 id="test-title">{llmTest.title}</h2>
          <TestPanel id={kept?.id} settings={canBeTested(draft) ? settings : undefined} hint={llmTest.asIs} />
        </section>
      </div>
    </div>
  );
}
