import { Link } from '@tanstack/react-router';

import { Moment } from '../lab/Moment';
import table from '../lab/table.module.css';
import { texts } from '../texts';
import { KindIcon } from './KindIcon';
import type { Tool } from './kinds';
import classes from './ToolTable.module.css';

export function ToolTable({ tools, stale }: { tools: readonly Tool[]; stale?: boolean }) {
  const { columns, kinds, use, builtIn, title } = texts.tools;
  return (
    <table className={table.table} data-stale={stale || undefined}>
      <caption className="vv-sr">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.kind}</th>
          <th scope="col">{columns.use}</th>
          <th scope="col">{columns.changed}</th>
        </tr>
      </thead>
      <tbody>
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
      </tbody>
    </table>
  );
}
