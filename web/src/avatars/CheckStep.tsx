import { Button } from '@mantine/core';
import { useState } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import { BuildStages } from './BuildStages';
import { FindingList } from './FindingList';
import { saidOf } from './findings';
import making from './making.module.css';
import { PartTabs } from './PartTabs';
import { PointEditor } from './PointEditor';
import { changedGroups, type Landmarks, landmarksOf, type Part } from './points';
import { type Avatar, type Build, isGoingOn, type PointGroups, useCorrect, useRemove } from './queries';
import { isYours, type Step } from './search';

interface CheckStepProps {
  avatar: Avatar;
  build: Build;
  onStep: (step: Step) => void;
  onAnother: () => void;
}

/** What the server sees in the photo, and the chance to put it right. */
export function CheckStep({ avatar, build, onStep, onAnother }: CheckStepProps) {
  const { newAvatar } = texts;
  const [part, setPart] = useState<Part>('outline');
  const [changed, setChanged] = useState<Landmarks>();
  const correct = useCorrect(avatar.id);
  const remove = useRemove(avatar.id);
  const { report } = build;
  const found = report ? landmarksOf(report.landmarks) : {};
  const seen = Object.keys(found).length > 0;
  const failed = build.status === 'failed';
  const corrections = changed ? changedGroups(found, changed) : {};
  const send = (groups: PointGroups) => correct.mutate(groups, { onSuccess: () => onStep('make') });
  /** One that cannot be made is of no use to anybody. */
  const another = () => (failed ? remove.mutate({ hard: true }, { onSuccess: onAnother }) : onAnother());

  if (isGoingOn(build) && !seen) {
    return (
      <div className={making.columns}>
        <div className={making.picture} data-working>
          {build.photoUrl && <img src={build.photoUrl} alt={newAvatar.chosen} />}
        </div>
        <div className={making.side}>
          <h2>{newAvatar.looking}</h2>
          <BuildStages build={build} />
          <p className={making.note}>{newAvatar.lookingNote}</p>
        </div>
      </div>
    );
  }
  return (
    <div className={making.columns}>
      <div className={making.left}>
        {seen && build.photoUrl && report?.photoWidth && report.photoHeight ? (
          <>
            <PointEditor
              photo={build.photoUrl}
              width={report.photoWidth}
              height={report.photoHeight}
              landmarks={changed ?? found}
              part={part}
              onChange={isYours(avatar) ? setChanged : undefined}
            />
            <PartTabs part={part} onPart={setPart} />
          </>
        ) : (
          <div className={making.picture}>
            <img src={build.photoUrl ?? avatar.imageUrl} alt={newAvatar.chosen} />
          </div>
        )}
      </div>
      <div className={making.side}>
        <h2>{titleOf(build)}</h2>
        <FindingList said={report ? saidOf(report) : []} />
        {build.note && !report?.findings.some(({ message }) => message === build.note) && (
          <p role="alert" className={making.lead}>
            {build.note}
          </p>
        )}
        {seen && (
          <p className={making.note}>
            <strong>{newAvatar.points.title}</strong>. {isYours(avatar) ? newAvatar.points.body : newAvatar.notYours}
          </p>
        )}
        <ActionFailed error={correct.error ?? remove.error} />
        {changed && Object.keys(corrections).length > 0 ? (
          <div className={making.buttons}>
            <Button loading={correct.isPending} onClick={() => send(corrections)}>
              {newAvatar.points.send}
            </Button>
            <Button variant="subtle" color="gray" onClick={() => setChanged(undefined)}>
              {newAvatar.points.undo}
            </Button>
          </div>
        ) : (
          <div className={making.buttons}>
            {!failed && (
              <Button onClick={() => onStep(isGoingOn(build) ? 'make' : 'meet')}>{isGoingOn(build) ? newAvatar.goOnMaking : newAvatar.goOn(avatar.displayName)}</Button>
            )}
            {build.corrected.length > 0 && (
              <Button variant="default" loading={correct.isPending} onClick={() => send(forgotten(build.corrected))}>
                {newAvatar.points.forget}
              </Button>
            )}
            <Button variant={failed ? 'filled' : 'subtle'} color={failed ? undefined : 'gray'} loading={remove.isPending} onClick={another}>
              {newAvatar.another}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

function titleOf({ status, report }: Build): string {
  const { newAvatar } = texts;
  if (status === 'failed') return newAvatar.fails;
  if (status !== 'ready') return newAvatar.sees;
  return report?.findings.length ? newAvatar.worksWith : newAvatar.works;
}

const forgotten = (groups: readonly string[]) => Object.fromEntries(groups.map((group) => [group, null])) as PointGroups;
