import { CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

import type { Schemas } from '../api/client';
import { Back } from '../lab/Back';
import { Moment } from '../lab/Moment';
import { PageHeader } from '../lab/PageHeader';
import { texts } from '../texts';
import { EraseButton } from './EraseButton';
import { ExportMenu } from './ExportMenu';
import { type KeptSession, nameOf } from './queries';
import classes from './SessionHeader.module.css';

interface SessionHeaderProps {
  session: KeptSession;
  report?: Schemas['SessionAnalytics'];
}

/** Who talked, when, from where and how it ended; and what can be done with it. */
export function SessionHeader({ session, report }: SessionHeaderProps) {
  const over = session.endTime !== null;
  return (
    <PageHeader
      title={
        <>
          <Back to="/sessions" label={texts.session.back} />
          <bdi>{nameOf(session) ?? texts.sessions.nameless}</bdi>, <Moment at={session.startTime} />
        </>
      }
      lead={
        <span className={classes.meta}>
          <CopyButton value={session.id}>
            {({ copied, copy }) => (
              <UnstyledButton className={classes.id} onClick={copy} title={texts.session.copyId}>
                <code>{session.id.slice(0, 8)}</code>
                {copied ? <IconCheck size={14} aria-hidden="true" /> : <IconCopy size={14} aria-hidden="true" />}
                <span className="vv-sr">{copied ? texts.copied : texts.session.copyId}</span>
              </UnstyledButton>
            )}
          </CopyButton>
          {session.clientLabel && <span>{session.clientLabel}</span>}
          <span title={session.exitReason ?? undefined}>
            {over ? (texts.sessions.ends[session.exitStatus ?? ''] ?? session.exitStatus) : texts.sessions.live}
          </span>
          {session.erasedAt && <span>{texts.sessions.erased}</span>}
        </span>
      }
    >
      {over && !session.erasedAt && (
        <>
          <ExportMenu session={session} report={report} />
          <EraseButton session={session} />
        </>
      )}
    </PageHeader>
  );
}
