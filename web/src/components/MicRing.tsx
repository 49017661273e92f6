import { useEffect, useRef } from 'react';

import { heightOf, type Levels } from '../session/levels';
import classes from './Dock.module.css';

/** A ring around the microphone button that grows with the user's voice. Written past React: it moves ten times a second. */
export function MicRing({ levels }: { levels: Levels }) {
  const ring = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const timer = window.setInterval(() => {
      const height = heightOf(levels.latest('you', performance.now()));
      ring.current?.style.setProperty('--loud', height.toFixed(2));
    }, 100);
    return () => window.clearInterval(timer);
  }, [levels]);
  return <span ref={ring} className={classes.ring} aria-hidden="true" />;
}
