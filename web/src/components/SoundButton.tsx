import { IconVolume } from '@tabler/icons-react';

import { texts } from '../texts';
import classes from './SoundButton.module.css';

/** Where the browser refuses sound without a press of its own (iOS): the picture runs, and this turns the sound on. */
export function SoundButton({ onPress }: { onPress: () => void }) {
  return (
    <button type="button" className={classes.sound} onClick={onPress}>
      <IconVolume size={24} aria-hidden="true" />
      {texts.soundOn}
    </button>
  );
}
