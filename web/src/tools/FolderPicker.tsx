import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { folders } from '../knowledge/queries';
import { Failed } from '../lab/Failed';
import { texts } from '../texts';
import type { Fields } from './fields';
import classes from './FolderPicker.module.css';

/** Which folders a tool looks in. */
export function FolderPicker({ draft, flaws, onChange }: Fields) {
  const { form } = texts.tools;
  const { data, error, refetch } = useQuery(folders);
  if (error && !data) return <Failed error={error} onAgain={() => void refetch()} />;
  const tick = (id: string, on: boolean) => onChange({ folders: on ? [...draft.folders, id] : draft.folders.filter((one) => one !== id) });
  return (
    <fieldset className={classes.folders} aria-describedby={flaws.has('folders') ? 'no-folder' : undefined}>
      <legend>{form.folders}</legend>
      {data?.map(({ id, name, documentCount }) => (
        <label key={id}>
          <input type="checkbox" checked={draft.folders.includes(id)} onChange={(event) => tick(id, event.currentTarget.checked)} />
          <span>{name}</span>
          <small className="vv-num">{texts.knowledge.documentsIn(documentCount)}</small>
        </label>
      ))}
      {data?.length === 0 && (
        <p>
          {form.noFolders} <Link to="/knowledge">{form.makeFolder}</Link>
        </p>
      )}
      {flaws.has('folders') && (
        <p id="no-folder" className={classes.flaw} role="alert">
          {form.flaws.folders}
        </p>
      )}
    </fieldset>
  );
}
