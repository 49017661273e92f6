import { Button } from '@mantine/core';

import { ActionFailed } from '../lab/ActionFailed';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import type { Change } from './changes';
import classes from './PublishDialog.module.css';
import { usePublish } from './queries';

interface PublishDialogProps {
  id: string;
  name: string;
  changes: readonly Change[];
  revision: string | null;
  /** Something is still being saved. */
  waiting: boolean;
  onDone: () => void;
}

/** What will be different for everybody, and the press that makes it so. */
export function PublishDialog({ id, name, changes, revision, waiting, onDone }: PublishDialogProps) {
  const { publishing, changes: names } = texts.build;
  const publish = usePublish(id);
  return (
    <Dialog open onClose={onDone} title={publishing.title(name)} lead={publishing.lead}>
      <ul className={classes.changes}>
        {changes.map(({ name: change, from, to }) => (
          <li key={change}>
            <strong>{names[change]}</strong>
            {to !== undefined && (
              <span>
                <span className="vv-sr">{publishing.from} </span>
                <del>{from}</del> <span aria-hidden="true">→</span> <span className="vv-sr">{publishing.to} </span>
                <ins>{to}</ins>
              </span>
            )}
          </li>
        ))}
      </ul>
      <ActionFailed error={publish.error} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {texts.cancel}
        </Button>
        <Button loading={publish.isPending || waiting} disabled={changes.length === 0} onClick={() => publish.mutate(revision, { onSuccess: onDone })}>
          {publishing.confirm}
        </Button>
      </div>
    </Dialog>
  );
}
