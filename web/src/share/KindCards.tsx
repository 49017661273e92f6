import { Link } from '@tanstack/react-router';

import { texts } from '../texts';
import classes from './KindCards.module.css';
import { type Kind, KINDS } from './kinds';

export function KindCards({ chosen, persona }: { chosen: Kind; persona?: string }) {
  return (
    <nav aria-label={texts.share.how} className={classes.kinds}>
      {KINDS.map((kind) => (
        <Link key={kind} to="/share-embed" search={{ kind, persona }} className={classes.kind} aria-current={kind === chosen ? 'page' : undefined}>
          <Picture kind={kind} />
          <span>
            <strong>{texts.share.kinds[kind].title}</strong>
            {texts.share.kinds[kind].note}
          </span>
        </Link>
      ))}
    </nav>
  );
}

/** Where the face ends up, drawn rather than described. */
function Picture({ kind }: { kind: Kind }) {
  return (
    <svg viewBox="0 0 84 52" aria-hidden="true" className={classes.picture}>
      <rect x="0.75" y="0.75" width="82.5" height="50.5" rx="6" />
      {kind !== 'link' && <path d="M9 11h26M9 18h40M9 25h34" />}
      {kind === 'widget' && <rect className={classes.face} x="52" y="14" width="25" height="32" rx="4" />}
      {kind === 'player' && <rect className={classes.face} x="26" y="20" width="50" height="26" rx="3" />}
      {kind === 'orb' && <circle className={classes.face} cx="68" cy="38" r="9" />}
      {kind === 'link' && <rect className={classes.face} x="6" y="6" width="72" height="40" rx="3" />}
    </svg>
  );
}
