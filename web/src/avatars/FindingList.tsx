import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';

import { texts } from '../texts';
import classes from './FindingList.module.css';
import type { Said } from './findings';

const ICONS = { pass: IconCircleCheck, note: IconAlertTriangle, fail: IconCircleX };

export function FindingList({ said }: { said: readonly Said[] }) {
  return (
    <ul className={classes.findings}>
      {said.map(({ level, text }) => {
        const Icon = ICONS[level];
        return (
          <li key={text} data-level={level}>
            <Icon size={19} role="img" aria-label={texts.newAvatar.levels[level]} />
            <span>{text}</span>
          </li>
        );
      })}
    </ul>
  );
}
