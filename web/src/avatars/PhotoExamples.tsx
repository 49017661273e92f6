import type { ReactNode } from 'react';

import { texts } from '../texts';
import classes from './PhotoExamples.module.css';

type Kind = 'good' | 'dark' | 'far' | 'cut' | 'turned';
const KINDS: readonly Kind[] = ['good', 'dark', 'far', 'cut', 'turned'];

/** One good photo and four that are not, drawn. */
export function PhotoExamples() {
  const { examples } = texts.newAvatar;
  return (
    <ul className={classes.examples} aria-label={examples.label}>
      {KINDS.map((kind) => (
        <li key={kind} data-kind={kind}>
          <svg viewBox="0 0 96 96" aria-hidden="true">
            {DRAWN[kind]}
          </svg>
          {examples[kind]}
        </li>
      ))}
    </ul>
  );
}

const shoulders = <path className={classes.cloth} d="M12 100q4-26 27-29h18q23 3 27 29z" />;
const neck = <path className={classes.skin} d="M40 58h16v12q-8 9-16 0z" />;
const hair = <path className={classes.hair} d="M26 46q-3-32 22-32t22 32q-2-14-12-19-15 7-32 19z" />;
const person = (
  <>
    {shoulders}
    {neck}
    <ellipse className={classes.skin} cx="48" cy="44" rx="20" ry="25" />
    {hair}
    <g className={classes.line}>
      <path d="M37 43q3-3 6 0M53 43q3-3 6 0M42 57q6 4 12 0M48 45v6" />
    </g>
  </>
);
const inProfile = (
  <>
    {shoulders}
    {neck}
    <path className={classes.skin} d="M34 42q0-24 20-24 15 0 16 18l5 9-5 3v9q-2 8-14 8-20 0-22-23z" />
    <path className={classes.hair} d="M30 46q-4-32 24-32 12 0 15 12-14 2-17 16l-8 8q-6 8-8 10-5-6-6-14z" />
    <g className={classes.line}>
      <path d="M61 41q3-3 6-1M62 57h7" />
    </g>
  </>
);

const DRAWN: Record<Kind, ReactNode> = {
  good: person,
  dark: (
    <>
      {person}
      <rect className={classes.night} width="96" height="96" />
    </>
  ),
  far: <g transform="translate(35 52) scale(0.28)">{person}</g>,
  cut: <g transform="translate(-42 -34) scale(1.9)">{person}</g>,
  turned: inProfile,
};
