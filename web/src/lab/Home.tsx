import { Link } from '@tanstack/react-router';

import { Wordmark } from '../components/Mark';
import classes from './Shell.module.css';

export function Home({ size }: { size?: number }) {
  return (
    <Link to="/" className={classes.home}>
      <Wordmark size={size} />
    </Link>
  );
}
