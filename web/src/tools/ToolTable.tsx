import { Link } from '@tanstack/react-router';

import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import table from '../lab/table.module.css';
import { texts } from '../texts';
import { KindIcon } from './KindIcon';
import type { Tool } from './kinds';
import classes from './ToolTable.module.css';

export function ToolTable({ tools, stale }: { tools: readonly Tool[]; stale?: boolean }) {
  const { columns, kinds, use, builtIn, title } = texts.tools;
  return (
    <Table caption={title} columns={[columns.name, columns.kind, columns.use, columns.changed]} stale={stale}>
      {tools.map((tool) => (
        <tr key={tool.id}>
          <th scope="row" className={classes.tool}>
            <Link to="/tools/$toolId" params={{ toolId: tool.id }} className={table.link}>
              {tool.name}
            </Link>
            <span>{tool.description}</span>
          </th>
          <td data-label={columns.kind}>
            <span className={classes.kind}>
              <KindIcon kind={tool.type} />
              {kinds[tool.type]}
            </span>
          </td>
          <td data-label={columns.use} className="vv-num">
            {use(tool.usageCount)}
          </td>
          <td data-label={columns.changed}>{tool.builtIn ? builtIn : <Moment at={tool.updatedAt} />}</td>
        </tr>
      ))}
    </Table>
  );
}
