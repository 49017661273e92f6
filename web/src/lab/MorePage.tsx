import { texts } from '../texts';
import { AccountCard } from './AccountCard';
import classes from './MorePage.module.css';
import { PageHeader } from './PageHeader';
import page from './page.module.css';
import { Rail } from './Rail';

/** /more: on a phone, where the rail has no room, all places of the Lab. */
export function MorePage() {
  return (
    <div className={page.page}>
      <PageHeader title={texts.rooms.more} />
      <div className={classes.places}>
        <Rail />
        <AccountCard />
      </div>
    </div>
  );
}
