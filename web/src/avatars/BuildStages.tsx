import { IconCheck } from '@tabler/icons-react';

import { texts } from '../texts';
import classes from './BuildStages.module.css';
import type { Build } from './queries';
import { stagesAt } from './stages';

/** What the server does with the photo, and how far it is. */
export function BuildStages({ build }: { build: Build }) {
  const percent = Math.round(build.progress * 100);
  return (
    <div className={classes.stages}>
      <div
        className={classes.track}
        role="progressbar"
        aria-label={texts.newAvatar.progress}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${build.stage}, ${percent} %`}
      >
        <span style={{ width: `${percent}%` }} />
      </div>
      <ol>
        {stagesAt(build.progress, build.status === 'building').map(({ label, state }) => (
          <li key={label} data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
            {label}
            {state === 'done' && <IconCheck size={17} stroke={2} aria-hidden="true" />}
          </li>
        ))}
      </ol>
      {build.status === 'waiting' && <p>{build.stage}</p>}
    </div>
  );
}
