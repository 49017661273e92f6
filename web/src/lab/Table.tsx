import type { ReactNode } from 'react';

import classes from './table.module.css';

interface TableProps {
  /** For screen readers; or the id of the heading that says it already. */
  caption?: string;
  labelledBy?: string;
  columns: readonly (string | { number: string })[];
  /** Names the last column, that of buttons, to screen readers; none where there is nothing to press. */
  actions?: string | false;
  /** While other rows are on their way, those before are shown. */
  stale?: boolean;
  /** Rows, each begun by its header; a cell has its column's name as data-label, which phones show. */
  children: ReactNode;
}

export function Table({ caption, labelledBy, columns, actions, stale, children }: TableProps) {
  return (
    <table className={classes.table} aria-labelledby={labelledBy} data-stale={stale || undefined}>
      {caption && <caption className="vv-sr">{caption}</caption>}
      <thead>
        <tr>
          {columns.map((column) =>
            typeof column === 'string' ? (
              <th key={column} scope="col">
                {column}
              </th>
            ) : (
              <th key={column.number} scope="col" data-number>
                {column.number}
              </th>
            ),
          )}
          {actions && (
            <td>
              <span className="vv-sr">{actions}</span>
            </td>
          )}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
