import { useEffect, useRef, useState } from 'react';

import type { LabStatus, Persona } from '../server/status';
import { fetchToken } from '../server/token';
import { isLive } from '../session/phase';
import { useCall } from '../session/useCall';
import { texts } from '../texts';
import { BeforeYouTalk } from './BeforeYouTalk';
import { Caption } from './Caption';
import { Cast } from './Cast';
import { Clock } from './Clock';
import { Connecting } from './Connecting';
import { ConversationPanel } from './ConversationPanel';
import { Dock } from './Dock';
import { Duet } from './Duet';
import { LastGap } from './LastGap';
import { Lobby } from './Lobby';
import { SoundButton } from './SoundButton';
import { Stage } from './Stage';
import { StatePill } from './StatePill';
import classes from './Talk.module.css';
import { Trouble } from './Trouble';
import { useHeldPlace } from './useHeldPlace';
import { useMicCheck } from './useMicCheck';
import { useShortcuts } from './useShortcuts';

interface TalkProps {
  status: LabStatus;
  persona: Persona;
  /** Talk to what is saved and not published. */
  draft?: boolean;
  onChoose: (id: string) => void;
}

/** The Talk screen: lobby, conversation, and whatever ended it, all on the same stage. */
export function Talk({ status, persona, draft, onChoose }: TalkProps) {
  const call = useCall(() => fetchToken(persona.id, draft));
  const { phase, audible } = call.talk;
  const live = isLive(phase);
  const [captions, setCaptions] = useState(true);
  const [withMicrophone, setWithMicrophone] = useState(true);
  const mic = useMicCheck();
  const field = useRef<HTMLInputElement>(null);

  const start = (speaking: boolean) => {
    mic.close();
    setWithMicrophone(speaking);
    call.start({ withMicrophone: speaking, deviceId: speaking ? mic.deviceId : undefined });
  };
  const talk = () => start(true);
  const type = () => start(false);
  const held = useHeldPlace(phase, () => start(withMicrophone));

  // Who came to type finds the cursor there as soon as someone listens.
  useEffect(() => {
    if (live && !withMicrophone) field.current?.focus({ preventScroll: true });
  }, [live, withMicrophone]);

  useShortcuts(
    live
      ? {
          space: call.interrupt,
          m: () => withMicrophone && call.mute(!call.muted),
          c: () => setCaptions(!captions),
          t: () => field.current?.focus(),
        }
      : { escape: phase === 'connecting' ? call.end : call.backToLobby },
  );

  const inCall = live || phase === 'connecting' || phase === 'ended' || call.lines.length > 0;
  const line = call.lines.at(-1);
  const { startedAtMs, endedAtMs } = call;

  return (
    <div className={classes.page} data-live={live || undefined}>
      <div className={classes.main}>
        <Stage persona={persona} phase={phase}>
          <div className={classes.top}>
            <StatePill phase={phase} sinceMs={call.turns.at(-1)?.endedAtMs} withMicrophone={withMicrophone} />
            {live && startedAtMs !== undefined && <Clock startedAtMs={startedAtMs} muted={withMicrophone && call.muted} />}
          </div>
          {live && call.soundBlocked && <SoundButton onPress={call.turnSoundOn} />}
          {(live || phase === 'connecting') && <h1 className="vv-sr">{persona.name}</h1>}
          {phase === 'lobby' && <Lobby persona={persona} draft={draft} recogniser={status.recogniser} onTalk={talk} onType={type} />}
          {phase === 'connecting' && <Connecting talk={call.talk} name={persona.name} onCancel={call.end} />}
          {live && (
            <div className={classes.bottom}>
              {captions && line && phase !== 'thinking' && <Caption line={line} audible={audible} />}
              <Dock
                withMicrophone={withMicrophone}
                muted={call.muted}
                canInterrupt={audible}
                captions={captions}
                levels={call.levels}
                onMute={() => call.mute(!call.muted)}
                onInterrupt={call.interrupt}
                onCaptions={() => setCaptions(!captions)}
                onType={() => field.current?.focus()}
                onEnd={call.end}
              />
            </div>
          )}
          <Trouble
            persona={persona}
            call={call}
            seatsTotal={status.seats.total}
            holding={held.holding}
            onHold={held.hold}
            onTalk={talk}
            onType={type}
          />
        </Stage>
        {inCall ? (
          <div className={classes.under}>
            <Duet levels={call.levels} turns={call.turns} personaName={persona.name} startedAtMs={startedAtMs} endedAtMs={endedAtMs} />
            <LastGap turns={call.turns} over={endedAtMs !== undefined} />
          </div>
        ) : (
          <Cast personas={status.personas} current={persona.id} onChoose={onChoose} />
        )}
      </div>
      <aside className={classes.panel} aria-label={inCall ? texts.conversation.label : texts.before.title}>
        {inCall ? (
          <ConversationPanel persona={persona} call={call} weakEars={live && withMicrophone && status.recogniser.weak} field={field} />
        ) : (
          <BeforeYouTalk persona={persona} recogniser={status.recogniser} mic={mic} captions={captions} onCaptions={setCaptions} />
        )}
      </aside>
    </div>
  );
}
