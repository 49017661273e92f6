import { Button } from '@mantine/core';
import { IconKeyboard, IconPhoneOff } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';

import { Caption } from '../components/Caption';
import { Composer } from '../components/Composer';
import { Connecting } from '../components/Connecting';
import { SoundButton } from '../components/SoundButton';
import { Stage } from '../components/Stage';
import { StatePill } from '../components/StatePill';
import { Trouble } from '../components/Trouble';
import { useHeldPlace } from '../components/useHeldPlace';
import { useNow } from '../components/useNow';
import { Dialog } from '../lab/Dialog';
import { LinkButton } from '../lab/LinkButton';
import { isLive } from '../session/phase';
import { useCall } from '../session/useCall';
import { texts } from '../texts';
import { asPersona, fetchHelloToken, HELLO_S } from './hello';
import type { Avatar } from './queries';
import classes from './SayHello.module.css';

/** A short talk with a face, which begins with the press that opened this. */
export function SayHello({ avatar, onDone }: { avatar: Avatar; onDone: () => void }) {
  const { hello } = texts.avatars;
  return (
    <Dialog open wide onClose={onDone} title={hello.title(avatar.displayName)} lead={hello.lead(HELLO_S)}>
      <Talk avatar={avatar} onDone={onDone} />
    </Dialog>
  );
}

function Talk({ avatar, onDone }: { avatar: Avatar; onDone: () => void }) {
  const { avatars } = texts;
  const persona = asPersona(avatar);
  const call = useCall(() => fetchHelloToken(avatar));
  const { start, end, startedAtMs, withMicrophone } = call;
  const { phase } = call.talk;
  const live = isLive(phase);
  const field = useRef<HTMLInputElement>(null);
  const talk = () => start({ withMicrophone: true });
  const type = () => start({ withMicrophone: false });
  const held = useHeldPlace(phase, () => start({ withMicrophone }));
  const line = call.lines.at(-1);

  useEffect(() => start({ withMicrophone: true }), [start]);
  useEffect(() => {
    if (!live || startedAtMs === undefined) return;
    const timer = window.setTimeout(end, startedAtMs + HELLO_S * 1000 - performance.now());
    return () => window.clearTimeout(timer);
  }, [live, startedAtMs, end]);
  useEffect(() => {
    if (live && !withMicrophone) field.current?.focus({ preventScroll: true });
  }, [live, withMicrophone]);

  return (
    <>
      <div className={classes.stage}>
        <Stage persona={persona} phase={phase}>
          <div className={classes.top}>
            <StatePill phase={phase} sinceMs={call.turns.at(-1)?.endedAtMs} withMicrophone={withMicrophone} />
            {live && startedAtMs !== undefined && <Left untilMs={startedAtMs + HELLO_S * 1000} />}
          </div>
          {live && call.soundBlocked && <SoundButton onPress={call.turnSoundOn} />}
          {phase === 'connecting' && <Connecting talk={call.talk} name={persona.name} onCancel={end} />}
          {live && line && phase !== 'thinking' && (
            <div className={classes.bottom}>
              <Caption line={line} audible={call.talk.audible} />
            </div>
          )}
          {phase !== 'ended' && <Trouble persona={persona} call={call} holding={held.holding} onHold={held.hold} onTalk={talk} onType={type} />}
        </Stage>
      </div>
      {live && !withMicrophone && <Composer personaName={persona.name} disabled={false} field={field} onSay={call.say} />}
      <div className={classes.actions}>
        {live || phase === 'connecting' ? (
          <Button variant="default" leftSection={<IconPhoneOff size={17} aria-hidden="true" />} onClick={end} disabled={!live}>
            {avatars.hello.end}
          </Button>
        ) : (
          (phase === 'ended' || phase === 'lobby') && (
            <>
              <Button color="apricot.4" onClick={talk}>
                {avatars.hello.again}
              </Button>
              <Button variant="default" leftSection={<IconKeyboard size={17} aria-hidden="true" />} onClick={type}>
                {texts.type}
              </Button>
            </>
          )
        )}
        <LinkButton to="/personas/new" search={{ avatar: avatar.id }} variant="subtle">
          {avatars.use}
        </LinkButton>
        <Button variant="subtle" color="gray" className={classes.close} onClick={onDone}>
          {avatars.hello.close}
        </Button>
      </div>
    </>
  );
}

/** How much of it is left. */
function Left({ untilMs }: { untilMs: number }) {
  const nowMs = useNow(250);
  return <span className={`${classes.left} vv-num`}>{texts.avatars.hello.left(Math.max(0, Math.ceil((untilMs - nowMs) / 1000)))}</span>;
}
