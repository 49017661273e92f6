import { Link } from '@tanstack/react-router';

import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import table from '../lab/table.module.css';
import { texts } from '../texts';
import classes from './Chart.module.css';
import type { Daily } from './queries';

/** The answers that were waited for longest, each with the way to it. */
export function SlowestGaps({ gaps }: { gaps: Daily['slowestGaps'] }) {
  const { slowest, nameless } = texts.analytics;
  const { columns } = slowest;
  return (
    <section className={classes.chart} aria-labelledby="slowest">
      <header>
        <h2 id="slowest">{slowest.title}</h2>
      </header>
      {gaps.length === 0 ? (
        <p className={classes.note}>{slowest.none}</p>
      ) : (
        <Table labelledBy="slowest" columns={[columns.persona, { number: columns.gap }, columns.stage, columns.turn, columns.when]}>
          {gaps.map(({ sessionId, turn, gapSeconds, longestStage, personaName, sessionStartTime }) => (
            <tr key={`${sessionId} ${turn}`}>
              <th scope="row">
                <Link to="/sessions/$sessionId" params={{ sessionId }} search={{ turn }} className={table.link}>
                  {personaName || nameless}
                </Link>
              </th>
              <td data-label={columns.gap} data-number className="vv-num">
                {texts.seconds(gapSeconds * 1000)}
              </td>
              <td data-label={columns.stage}>{texts.session.stages[longestStage].label}</td>
              <td data-label={columns.turn}>{slowest.turn(turn)}</td>
              <td data-label={columns.when}>
                <Moment at={sessionStartTime} />
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
