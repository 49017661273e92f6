import { IconFolder, IconFolderOpen } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';

import { texts } from '../texts';
import classes from './FolderList.module.css';
import type { Folder } from './queries';

export function FolderList({ folders, open }: { folders: readonly Folder[]; open?: string }) {
  return (
    <nav aria-label={texts.knowledge.folders}>
      <ul className={classes.folders}>
        {folders.map(({ id, name, documentCount }) => {
          const Icon = id === open ? IconFolderOpen : IconFolder;
          return (
            <li key={id}>
              <Link to="/knowledge/$groupId" params={{ groupId: id }} className={classes.folder} aria-current={id === open ? 'page' : undefined}>
                <Icon size={18} stroke={1.7} aria-hidden="true" />
                <span className={classes.name}>{name}</span>
                <span className={`${classes.count} vv-num`} title={texts.knowledge.documentsIn(documentCount)}>
                  {documentCount}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
