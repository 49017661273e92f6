import { Tooltip } from '@mantine/core';
import { IconBadgeCc, IconHandStop, IconKeyboard, IconMicrophone, IconMicrophoneOff, IconPhoneX } from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { Levels } from '../session/levels';
import { texts } from '../texts';
import classes from './Dock.module.css';
import { MicRing } from './MicRing';

interface DockProps {
  withMicrophone: boolean;
  muted: boolean;
  canInterrupt: boolean;
  captions: boolean;
  levels: Levels;
  onMute: () => void;
  onInterrupt: () => void;
  onCaptions: () => void;
  onType: () => void;
  onEnd: () => void;
}

/** The controls of a running conversation. Every button has its key. */
export function Dock(props: DockProps) {
  const { dock } = texts;
  const { withMicrophone, muted } = props;
  const micLabel = withMicrophone ? (muted ? dock.unmute : dock.mute) : dock.noMicrophone;
  return (
    <div className={classes.dock} role="toolbar" aria-label={dock.label}>
      <Hinted label={micLabel} shortcut="M">
        <button
          type="button"
          className={classes.mic}
          data-muted={muted || !withMicrophone || undefined}
          disabled={!withMicrophone}
          aria-label={micLabel}
          onClick={props.onMute}
        >
          {withMicrophone && !muted && <MicRing levels={props.levels} />}
          {withMicrophone && !muted ? <IconMicrophone size={22} /> : <IconMicrophoneOff size={22} />}
        </button>
      </Hinted>
      <Hinted label={dock.interrupt} shortcut="Space">
        <button type="button" className={classes.control} disabled={!props.canInterrupt} aria-label={dock.interrupt} onClick={props.onInterrupt}>
          <IconHandStop size={20} />
        </button>
      </Hinted>
      <Hinted label={dock.captions} shortcut="C">
        <button type="button" className={classes.control} aria-pressed={props.captions} aria-label={dock.captions} onClick={props.onCaptions}>
          <IconBadgeCc size={20} />
        </button>
      </Hinted>
      <Hinted label={dock.type} shortcut="T">
        <button type="button" className={classes.control} aria-label={dock.type} onClick={props.onType}>
          <IconKeyboard size={20} />
        </button>
      </Hinted>
      <button type="button" className={classes.hangup} aria-label={dock.end} onClick={props.onEnd}>
        <IconPhoneX size={20} />
        <span>{dock.end}</span>
      </button>
    </div>
  );
}

function Hinted({ label, shortcut, children }: { label: string; shortcut: string; children: ReactNode }) {
  return <Tooltip label={texts.dock.key(label, shortcut)}>{children}</Tooltip>;
}
