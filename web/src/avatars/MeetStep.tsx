import { Button } from '@mantine/core';

import { LinkButton } from '../lab/LinkButton';
import { texts } from '../texts';
import making from './making.module.css';
import classes from './MeetStep.module.css';
import type { Avatar, Build } from './queries';
import { MakeStep } from './MakeStep';
import type { Step } from './search';

interface MeetStepProps {
  avatar: Avatar;
  build: Build;
  onStep: (step: Step) => void;
}

/** The face that was made, in the frames that its photo is good for. */
export function MeetStep({ avatar, build, onStep }: MeetStepProps) {
  const { newAvatar } = texts;
  if (build.status !== 'ready') return <MakeStep avatar={avatar} build={build} onStep={onStep} />;
  const pictures = [
    { shape: 'square', url: avatar.imageUrl },
    { shape: 'landscape', url: avatar.landscapeImageUrl },
    { shape: 'portrait', url: avatar.portraitImageUrl },
  ] as const;
  return (
    <div className={making.columns}>
      <div className={making.left}>
        <div className={making.picture}>
          <img src={avatar.landscapeImageUrl ?? avatar.imageUrl} alt={avatar.displayName} />
        </div>
        <ul className={classes.shapes} aria-label={newAvatar.shapes.label}>
          {pictures.map(
            ({ shape, url }) =>
              url && (
                <li key={shape} data-shape={shape}>
                  <img src={url} alt="" />
                  {newAvatar.shapes[shape]}
                </li>
              ),
          )}
        </ul>
      </div>
      <div className={making.side}>
        <h2>{newAvatar.meetTitle(avatar.displayName)}</h2>
        <p className={making.lead}>{newAvatar.meetBody}</p>
        <div className={making.buttons}>
          <LinkButton to="/personas/new" search={{ avatar: avatar.id }}>
            {newAvatar.build}
          </LinkButton>
          <LinkButton to="/avatars" search={{ whose: 'yours' }} variant="default">
            {newAvatar.gallery}
          </LinkButton>
          {build.report && (
            <Button variant="subtle" color="gray" onClick={() => onStep('check')}>
              {newAvatar.toCheck}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
