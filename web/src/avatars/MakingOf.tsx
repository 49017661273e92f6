import { useQuery } from '@tanstack/react-query';

import { texts } from '../texts';
import classes from './MakingOf.module.css';
import { type Avatar, buildOf } from './queries';

/** Over the picture of one that is not ready: how far it is, or that it failed. */
export function MakingOf({ avatar }: { avatar: Avatar }) {
  const failed = avatar.buildStatus === 'failed';
  const { data } = useQuery({ ...buildOf(avatar.id), enabled: !failed });
  if (failed) {
    return (
      <span className={classes.over} data-failed>
        {texts.avatars.failed}
        <small>{texts.avatars.lookAtIt}</small>
      </span>
    );
  }
  const share = data?.progress ?? 0;
  return (
    <span className={classes.over}>
      <span className="vv-num">{data?.status === 'building' ? texts.avatars.making(Math.round(share * 100)) : texts.avatars.waiting}</span>
      <span className={classes.track}>
        <span style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}
