import { Bar } from '../lab/Bar';
import { Moment } from '../lab/Moment';
import { Table } from '../lab/Table';
import { texts } from '../texts';
import { bytes } from '../texts/numbers';
import { DocumentActions } from './DocumentActions';
import classes from './DocumentTable.module.css';
import type { KnowledgeDocument } from './queries';

export function DocumentTable({ documents }: { documents: readonly KnowledgeDocument[] }) {
  const { columns, documents: caption } = texts.knowledge;
  return (
    <Table caption={caption} columns={[columns.name, columns.status, { number: columns.size }]} actions={columns.actions}>
      {documents.map((document) => (
        <tr key={document.id}>
          <th scope="row" className={classes.name}>
            <strong>{document.filename}</strong>
            <span>
              <Moment at={document.createdAt} />
            </span>
          </th>
          <td data-label={columns.status}>
            <Status document={document} />
          </td>
          <td data-label={columns.size} data-number className={`${classes.size} vv-num`}>
            {bytes(document.fileSize)}
          </td>
          <td data-number className={classes.actions}>
            <DocumentActions document={document} />
          </td>
        </tr>
      ))}
    </Table>
  );
}

function Status({ document: { status, progress, errorMessage, filename } }: { document: KnowledgeDocument }) {
  const { status: words } = texts.knowledge;
  if (status === 'PROCESSING') return <Bar share={progress} label={words.PROCESSING(progress)} of={filename} />;
  return (
    <span className={classes.status} data-status={status}>
      {words[status]}
      {errorMessage && <span className={classes.why}>{errorMessage}</span>}
    </span>
  );
}
