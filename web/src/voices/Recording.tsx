import { Button } from '@mantine/core';
import { IconMicrophone, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState, type DragEvent } from 'react';

import { useObjectUrl } from '../lab/useObjectUrl';
import { texts } from '../texts';
import classes from './Recording.module.css';
import { type Measured, SHORTEST_S, type Trouble } from './recording';
import { useRecorder } from './useRecorder';

interface RecordingProps {
  recording?: File;
  measured?: Measured;
  onChoose: (file: File | undefined) => void;
}

/** Recorded here, dropped or chosen; then to be listened to before it is sent. */
export function Recording({ recording, measured, onChoose }: RecordingProps) {
  const { newVoice } = texts;
  const recorder = useRecorder(onChoose);
  const url = useObjectUrl(recording);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (event.dataTransfer.files[0]) onChoose(event.dataTransfer.files[0]);
  };
  const trouble = recorder.state === 'denied' || recorder.state === 'missing' ? newVoice.wrong[recorder.state] : measured?.trouble && wordsForTrouble(measured.trouble);
  return (
    <section
      className={classes.recording}
      data-over={over || undefined}
      aria-labelledby="recording-title"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <h2 id="recording-title">{newVoice.recordTitle}</h2>
      <p>{newVoice.read}</p>
      <blockquote>{newVoice.sentence}</blockquote>
      {recorder.state === 'recording' ? (
        <div className={classes.row}>
          <Button className={classes.stop} leftSection={<IconPlayerStopFilled size={16} />} onClick={recorder.stop}>
            {newVoice.stop}
          </Button>
          <span className="vv-num" role="timer">
            {newVoice.recording(recorder.seconds)}
          </span>
          {recorder.seconds >= SHORTEST_S && <span role="status">{newVoice.enough}</span>}
        </div>
      ) : (
        <div className={classes.row}>
          <Button
            color="apricot.4"
            leftSection={<IconMicrophone size={17} />}
            loading={recorder.state === 'asking'}
            onClick={() => {
              onChoose(undefined);
              recorder.start();
            }}
          >
            {recording ? newVoice.again : newVoice.record}
          </Button>
          <label className={classes.choose}>
            {over ? newVoice.dropNow : newVoice.drop}
            <input
              type="file"
              accept="audio/*,video/webm,video/mp4"
              className="vv-sr"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0];
                if (file) onChoose(file);
                event.currentTarget.value = '';
              }}
            />
          </label>
        </div>
      )}
      <p className={classes.kinds}>{recorder.state === 'asking' ? newVoice.asking : newVoice.kinds}</p>
      {url && (
        <div className={classes.heard}>
          <audio controls src={url} aria-label={newVoice.yours} />
          {measured && !measured.trouble && <span className="vv-num">{newVoice.length(measured.seconds)}</span>}
        </div>
      )}
      {trouble && (
        <p role="alert" className={classes.trouble}>
          {trouble}
        </p>
      )}
    </section>
  );
}

function wordsForTrouble(trouble: Trouble): string {
  const { wrong } = texts.newVoice;
  return trouble.kind === 'short' || trouble.kind === 'long' ? wrong[trouble.kind](trouble.seconds) : wrong[trouble.kind];
}
