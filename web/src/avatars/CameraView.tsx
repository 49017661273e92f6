import { Button } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useState, type RefObject } from 'react';

import { texts } from '../texts';
import classes from './CameraView.module.css';
import making from './making.module.css';

interface CameraViewProps {
  video: RefObject<HTMLVideoElement | null>;
  onTake: () => void;
  onClose: () => void;
}

/** What the camera sees, turned round as in a mirror; the photo is not. */
export function CameraView({ video, onTake, onClose }: CameraViewProps) {
  const { camera } = texts.newAvatar;
  const [seen, setSeen] = useState(false);
  return (
    <div className={making.picture} role="group" aria-label={camera.label}>
      <video ref={video} className={classes.mirror} autoPlay playsInline muted aria-label={camera.mirror} onPlaying={() => setSeen(true)} />
      <div className={classes.frame} aria-hidden="true" />
      <div className={classes.controls}>
        <Button color="apricot.4" radius="xl" size="md" leftSection={<IconCamera size={19} aria-hidden="true" />} disabled={!seen} onClick={onTake} autoFocus>
          {camera.take}
        </Button>
        <Button variant="white" c="#0e2b28" radius="xl" size="md" onClick={onClose}>
          {camera.close}
        </Button>
      </div>
    </div>
  );
}
