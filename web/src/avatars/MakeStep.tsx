import { Button } from '@mantine/core';
import { useEffect } from 'react';

import { texts } from '../texts';
import { BuildStages } from './BuildStages';
import making from './making.module.css';
import { type Avatar, type Build, isGoingOn } from './queries';
import type { Step } from './search';

interface MakeStepProps {
  avatar: Avatar;
  build: Build;
  onStep: (step: Step) => void;
}

/** Until the face is there; or why it is not. */
export function MakeStep({ avatar, build, onStep }: MakeStepProps) {
  const { newAvatar } = texts;
  const goingOn = isGoingOn(build);
  const made = build.status === 'ready' && build.note === null;
  useEffect(() => {
    if (made) onStep('meet');
  }, [made, onStep]);
  return (
    <div className={making.columns}>
      <div className={making.picture} data-working={goingOn || undefined}>
        <img src={build.photoUrl ?? avatar.imageUrl} alt={newAvatar.chosen} />
      </div>
      <div className={making.side}>
        {goingOn || made ? (
          <>
            <h2>{newAvatar.makeTitle(avatar.displayName)}</h2>
            <BuildStages build={build} />
            <p className={making.note}>{newAvatar.lookingNote}</p>
          </>
        ) : (
          <>
            <h2>{newAvatar.makeFailed}</h2>
            <p role="alert" className={making.lead}>
              {build.note}
            </p>
            <div className={making.buttons}>
              <Button onClick={() => onStep('check')}>{newAvatar.toCheck}</Button>
            </div>
          </>
        )}
      </div>
    </div>
  );
}
