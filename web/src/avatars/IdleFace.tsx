import classes from './IdleFace.module.css';

/** A picture, and over it the clip once that plays. */
export function IdleFace({ picture, clip }: { picture: string; clip: string | null }) {
  return (
    <span className={classes.face}>
      <img src={picture} alt="" loading="lazy" decoding="async" />
      {clip && <video src={clip} autoPlay muted loop playsInline aria-hidden="true" tabIndex={-1} />}
    </span>
  );
}
