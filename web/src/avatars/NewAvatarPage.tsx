import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';

import { SignInFirst } from '../account/SignInFirst';
import { Refused } from '../api/refused';
import { Back } from '../lab/Back';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { CheckStep } from './CheckStep';
import { MakeStep } from './MakeStep';
import { MeetStep } from './MeetStep';
import { type Chosen, NOTHING_CHOSEN, PhotoStep } from './PhotoStep';
import { buildOf, oneAvatar } from './queries';
import type { Step } from './search';
import { StepList } from './StepList';

const route = getRouteApi('/lab/avatars/new');

/** /avatars/new: photo > check > make > meet. Where somebody is stands in the address, so a reload loses nothing. */
export function NewAvatarPage() {
  const { newAvatar } = texts;
  const { step = 'photo', avatar } = route.useSearch();
  const navigate = route.useNavigate();
  const [chosen, setChosen] = useState<Chosen>(NOTHING_CHOSEN);
  return (
    <SignInFirst why={texts.avatars.why}>
      <div className={page.page}>
        <PageHeader
          title={
            <>
              <Back to="/avatars" label={newAvatar.back} />
              {newAvatar.title}
            </>
          }
        >
          <StepList step={step} />
        </PageHeader>
        {avatar === undefined ? (
          <PhotoStep chosen={chosen} onChoose={setChosen} onMade={(made) => void navigate({ search: { step: 'check', avatar: made } })} />
        ) : (
          <Made
            key={avatar}
            id={avatar}
            step={step}
            onStep={(next) => void navigate({ search: { step: next, avatar } })}
            onAnother={() => {
              setChosen({ ...chosen, photo: undefined });
              void navigate({ search: {} });
            }}
          />
        )}
      </div>
    </SignInFirst>
  );
}

interface MadeProps {
  id: string;
  step: Step;
  onStep: (step: Step) => void;
  onAnother: () => void;
}

/** What is done with an avatar that is there. */
function Made({ id, step, onStep, onAnother }: MadeProps) {
  const build = useQuery(buildOf(id));
  const avatar = useQuery(oneAvatar(id, build.data?.status));
  const error = avatar.error ?? build.error;
  if (!avatar.data || !build.data) {
    if (error instanceof Refused && error.status === 404) {
      const { gone } = texts.newAvatar;
      return (
        <Empty title={gone.title} body={gone.body}>
          <LinkButton to="/avatars/new">{gone.again}</LinkButton>
        </Empty>
      );
    }
    return error && <Failed error={error} onAgain={() => void Promise.all([avatar.refetch(), build.refetch()])} />;
  }
  const shown = { avatar: avatar.data, build: build.data, onStep };
  if (step === 'make') return <MakeStep {...shown} />;
  if (step === 'meet') return <MeetStep {...shown} />;
  return <CheckStep {...shown} onAnother={onAnother} />;
}
