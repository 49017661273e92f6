import { Button, NativeSelect } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';

import { texts } from '../texts';
import classes from './MicCheck.module.css';
import type { MicCheckState } from './useMicCheck';

const BARS = 18;

/** Chooses the microphone and shows that it hears something, before anything is at stake. */
export function MicCheck({ check }: { check: MicCheckState }) {
  const { before } = texts;
  const { trouble, devices, deviceId, level, heard, running } = check;
  if (trouble) {
    return (
      <div className={classes.check}>
        <h3>{before.microphone}</h3>
        <p className={classes.trouble}>{trouble === 'insecure' ? before.insecure : texts.mic[trouble].title + '. ' + before.canType}</p>
      </div>
    );
  }
  if (!running) {
    return (
      <div className={classes.check}>
        <h3>{before.microphone}</h3>
        <Button variant="default" leftSection={<IconMicrophone size={17} stroke={1.8} />} onClick={() => check.open()}>
          {before.check}
        </Button>
      </div>
    );
  }
  const lit = Math.round(level * BARS);
  return (
    <div className={classes.check}>
      <NativeSelect
        label={before.microphone}
        value={deviceId ?? ''}
        onChange={(event) => check.open(event.currentTarget.value || undefined)}
        data={devices.map(({ deviceId: value, label }) => ({ value, label: label || before.defaultMicrophone }))}
      />
      <div className={classes.meter}>
        <span className={classes.bars} aria-hidden="true">
          {Array.from({ length: BARS }, (_, k) => (
            <i key={k} data-on={k < lit || undefined} />
          ))}
        </span>
        <span role="status">{heard ? before.heard : before.checking}</span>
      </div>
    </div>
  );
}
