import { useLocation } from '@tanstack/react-router';

import { Mark } from '../components/Mark';
import { texts } from '../texts';
import { LinkButton } from './LinkButton';
import classes from './NotHere.module.css';

/** The empty chair: for addresses that lead nowhere. */
export function NotHere() {
  const { pathname } = useLocation();
  return (
    <div className={classes.page}>
      <Mark size={84} />
      <h1>{texts.notHere.title}</h1>
      <p>
        {texts.notHere.body} <code>{pathname}</code>
      </p>
      <LinkButton to="/">
        {texts.notHere.home}
      </LinkButton>
    </div>
  );
}
