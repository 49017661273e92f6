import { Table } from '../lab/Table';
import { texts } from '../texts';
import classes from './Health.module.css';
import type { ServerState } from './queries';

/** Each engine: how full it is, and how quick it draws. */
export function Engines({ engines, machine }: Pick<ServerState, 'engines' | 'machine'>) {
  const { sections, engine: words } = texts.settings;
  const { columns } = words;
  return (
    <section className={classes.section} aria-labelledby="engines">
      <h2 id="engines">{sections.speed}</h2>
      <p>
        {words.cores}: {words.machine(machine.cpus, machine.load)}
      </p>
      {engines.length > 0 && (
        <Table labelledBy="engines" columns={[columns.name, columns.sessions, columns.picture, columns.face]}>
          {engines.map(({ name, sessions, capacity, draining, renderer, pictureMs, lipModel, lipModelRunsOn }) => (
            <tr key={name}>
              <th scope="row">
                <code>{name}</code>
                {draining && ` ${words.draining}`}
              </th>
              <td data-label={columns.sessions} className="vv-num">
                {words.of(sessions, capacity)}
              </td>
              <td data-label={columns.picture} className="vv-num">
                {words.picture(pictureMs)}
              </td>
              <td data-label={columns.face}>
                {words.drawing[renderer]}
                {lipModel && `, ${words.lips(lipModel, lipModelRunsOn)}`}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </section>
  );
}
