import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react';

import { texts } from '../texts';
import type { Finding } from './findings';
import classes from './Findings.module.css';

/** What is wrong, and what could be better; or that nothing is. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { level: levels, well } = texts.settings;
  return (
    <ul className={classes.findings}>
      {!findings.some(({ level }) => level === 'bad') && (
        <li data-level="good">
          <IconCircleCheck size={20} stroke={1.8} aria-hidden="true" />
          <strong>{well.title}</strong>
          <span>{well.body}</span>
        </li>
      )}
      {findings.map(({ level, title, advice }) => {
        const Icon = level === 'bad' ? IconAlertTriangle : IconInfoCircle;
        return (
          <li key={title} data-level={level}>
            <Icon size={20} stroke={1.8} aria-hidden="true" />
            <strong>
              <span className="vv-sr">{levels[level]}: </span>
              {title}
            </strong>
            <span>{advice}</span>
          </li>
        );
      })}
    </ul>
  );
}
