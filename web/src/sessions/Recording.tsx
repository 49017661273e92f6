import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { Refused } from '../api/refused';
import { wordsFor } from '../lab/ActionFailed';
import { texts } from '../texts';
import { endedJustNow, type KeptSession, recordingOf } from './queries';
import classes from './Recording.module.css';
import type { Tape } from './tape';
import { TapeDuet } from './TapeDuet';

interface RecordingProps {
  session: KeptSession;
  tape: Tape;
  name: string;
  selected?: number;
  /** A new one each time that a line or a turn was pressed. */
  seek?: { s: number };
  onSelect: (turn: number) => void;
}

/** The film beside the duet, which is its scrubber. Without a film the duet alone moves. */
export function Recording({ session, tape, name, selected, seek, onSelect }: RecordingProps) {
  const { tape: words } = texts.session;
  const film = useQuery(recordingOf(session));
  const video = useRef<HTMLVideoElement>(null);
  const mayCome = endedJustNow(session.endTime);
  const isNone = film.error instanceof Refused && !mayCome;
  const [nowS, setNowS] = useState(0);
  const goTo = (seconds: number) => {
    setNowS(seconds);
    if (video.current) video.current.currentTime = seconds;
  };
  useEffect(() => {
    if (seek) goTo(seek.s);
  }, [seek]);
  return (
    <section className={classes.tape} aria-label={words.label}>
      {film.data ? (
        <video
          ref={video}
          className={classes.player}
          src={film.data}
          controls
          playsInline
          preload="metadata"
          aria-label={words.video}
          onTimeUpdate={(event) => setNowS(event.currentTarget.currentTime)}
        >
          <track kind="captions" srcLang="en" label={texts.dock.captions} src={`/v1/sessions/${session.id}/transcript?format=vtt`} />
        </video>
      ) : (
        <div className={classes.player} data-empty>
          {film.error && (
            <>
              <strong>{mayCome ? words.notYet.title : words.none}</strong>
              <p>{mayCome ? words.notYet.body : wordsFor(film.error)}</p>
              {!isNone && (
                <Button variant="default" size="xs" onClick={() => void film.refetch()} loading={film.isFetching}>
                  {words.retry}
                </Button>
              )}
            </>
          )}
        </div>
      )}
      <div className={classes.track}>
        <h2>{words.title}</h2>
        <TapeDuet tape={tape} personaName={name} nowS={nowS} selected={selected} onSeek={goTo} onSelect={onSelect} />
        <p>{words.hint}</p>
      </div>
    </section>
  );
}
