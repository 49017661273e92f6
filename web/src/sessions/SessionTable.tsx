import { Link } from '@tanstack/react-router';

import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import table from '../lab/table.module.css';
import { texts } from '../texts';
import { Face } from './Face';
import { type KeptSession, nameOf } from './queries';

interface SessionTableProps {
  sessions: readonly KeptSession[];
  caption: string;
  /** While the next page is on its way, the one before is shown. */
  stale?: boolean;
}

/** Conversations that are over, the newest first. */
export function SessionTable({ sessions, caption, stale }: SessionTableProps) {
  const { columns } = texts.sessions;
  return (
    <Table
      caption={caption}
      columns={[
        columns.persona,
        columns.started,
        { number: columns.length },
        { number: columns.gap },
        { number: columns.turns },
        columns.label,
        columns.end,
      ]}
      stale={stale}
    >
      {sessions.map((session) => (
        <Row key={session.id} session={session} />
      ))}
    </Table>
  );
}

function Row({ session }: { session: KeptSession }) {
  const name = nameOf(session) ?? texts.sessions.nameless;
  const { columns, ends, erased } = texts.sessions;
  const failed = session.exitStatus === 'ERROR';
  return (
    <tr>
      <th scope="row">
        <span className={table.lead}>
          <Face session={session} name={name} size={30} />
          <Link to="/sessions/$sessionId" params={{ sessionId: session.id }} className={table.link}>
            {name}
          </Link>
        </span>
      </th>
      <td data-label={columns.started}>
        <Moment at={session.startTime} />
      </td>
      <td data-label={columns.length} data-number className="vv-num">
        {session.sessionLengthMs === null ? texts.session.figures.none : texts.clock(session.sessionLengthMs / 1000)}
      </td>
      <td data-label={columns.gap} data-number className="vv-num">
        {session.medianGapSeconds === null ? texts.session.figures.none : texts.seconds(session.medianGapSeconds * 1000)}
      </td>
      <td data-label={columns.turns} data-number className="vv-num">
        {session.turnCount ?? texts.session.figures.none}
      </td>
      <td data-label={columns.label}>{session.clientLabel ?? texts.session.figures.none}</td>
      <td data-label={columns.end} title={session.exitReason ?? undefined} data-failed={failed || undefined}>
        {ends[session.exitStatus ?? ''] ?? session.exitStatus ?? texts.session.figures.none}
        {session.erasedAt && `, ${erased}`}
      </td>
    </tr>
  );
}
