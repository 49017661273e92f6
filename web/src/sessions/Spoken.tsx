import { useQuery } from '@tanstack/react-query';

import { wordsFor } from '../lab/ActionFailed';
import { SLOW_GAP_MS } from '../session/gap';
import { texts } from '../texts';
import { type KeptSession, transcriptOf } from './queries';
import classes from './Spoken.module.css';
import type { Said, Tape, TapeTurn } from './tape';

interface SpokenProps {
  session: KeptSession;
  tape: Tape;
  name: string;
  selected?: number;
  onSelect: (turn: number) => void;
}

/** What was said, in order; a line that is pressed is sought in the recording. Why there is none, the server says. */
export function Spoken({ session, tape, name, selected, onSelect }: SpokenProps) {
  const { error } = useQuery(transcriptOf(session.id));
  if (error) {
    return (
      <div className={classes.none}>
        <strong>{texts.session.noTranscript}</strong>
        <p>{wordsFor(error)}</p>
      </div>
    );
  }
  return (
    <ol className={classes.list}>
      {tape.turns.map((turn) => (
        <li key={turn.number}>
          {turn.you && <Line who="you" name={texts.you} said={turn.you} chosen={selected === turn.number} onPress={() => onSelect(turn.number)} />}
          {turn.persona && (
            <Line
              who="persona"
              name={name}
              said={turn.persona}
              turn={turn}
              chosen={selected === turn.number}
              onPress={() => onSelect(turn.number)}
            />
          )}
        </li>
      ))}
    </ol>
  );
}

interface LineProps {
  who: 'you' | 'persona';
  name: string;
  said: Said;
  turn?: TapeTurn;
  chosen: boolean;
  onPress: () => void;
}

function Line({ who, name, said, turn, chosen, onPress }: LineProps) {
  const gap = turn?.gap;
  return (
    <button type="button" className={classes.line} data-side={who} data-selected={chosen || undefined} onClick={onPress}>
      <span className={classes.head}>
        <strong>{name}</strong>
        <span className="vv-num">{texts.clock(said.fromS)}</span>
        {gap && (
          <span className={`${classes.gap} vv-num`} data-slow={gap.totalMs > SLOW_GAP_MS || undefined}>
            {texts.conversation.after(gap.totalMs)}
          </span>
        )}
        {turn?.persona?.interrupted && <span className={classes.cut}>{texts.conversation.cut}</span>}
      </span>
      <span dir="auto">{said.text}</span>
    </button>
  );
}
