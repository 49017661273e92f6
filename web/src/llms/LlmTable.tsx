import { Button } from '@mantine/core';

import { may, useAccount } from '../account/account';
import { LinkButton } from '../lab/LinkButton';
import { Table } from '../lab/Table';
import { texts } from '../texts';
import classes from './LlmTable.module.css';
import type { Llm } from './queries';

interface LlmTableProps {
  llms: readonly Llm[];
  onTest: (llm: Llm) => void;
  onDelete: (llm: Llm) => void;
}

/** Yours stand first, as the server lists them. */
export function LlmTable({ llms, onTest, onDelete }: LlmTableProps) {
  const { columns } = texts.llms;
  const account = useAccount();
  const mayUpdate = may(account, 'llms:update');
  return (
    <>
      {llms.every(({ isGlobal }) => isGlobal) && <p className={classes.none}>{texts.llms.none}</p>}
      <Table caption={texts.llms.list} columns={[columns.name, columns.answers]} actions={columns.actions}>
        {llms.map((llm) => (
          <tr key={llm.id}>
            <th scope="row">
              <strong className={classes.name}>{llm.displayName}</strong>
              {llm.isGlobal && <span className={classes.badge}>{texts.llms.builtIn}</span>}
              {llm.modelName && <code className={classes.model}>{llm.modelName}</code>}
            </th>
            <td data-label={columns.answers} className={classes.answers}>
              {llm.engineNote}
            </td>
            <td className={classes.actions}>
              {!llm.isGlobal && mayUpdate && (
                <LinkButton
                  to="/llms/$llmId"
                  params={{ llmId: llm.id }}
                  variant="subtle"
                  color="gray"
                  size="xs"
                  aria-label={texts.llms.editThis(llm.displayName)}
                >
                  {texts.llms.edit}
                </LinkButton>
              )}
              {!llm.isGlobal && may(account, 'llms:delete') && (
                <Button variant="subtle" color="gray" size="xs" aria-label={texts.llms.removeThis(llm.displayName)} onClick={() => onDelete(llm)}>
                  {texts.llms.remove}
                </Button>
              )}
              {mayUpdate && answers(llm) && (
                <Button variant="default" size="xs" aria-label={texts.llms.testThis(llm.displayName)} onClick={() => onTest(llm)}>
                  {texts.llms.test}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  );
}

const answers = ({ engine }: Llm) => engine !== null && engine !== 'none';
