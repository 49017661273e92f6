import { useEffect, useRef } from 'react';

import { gapOf, SLOW_GAP_MS } from '../session/gap';
import type { Line } from '../session/transcript';
import type { Turn } from '../session/turns';
import { texts } from '../texts';
import { GapBar } from './GapBar';
import classes from './Transcript.module.css';

/** Whoever has scrolled further up than this is reading, and is left there. */
const FOLLOWS_WITHIN_PX = 160;

interface TranscriptProps {
  lines: readonly Line[];
  turns: readonly Turn[];
  personaName: string;
}

/** Both sides in one column; the side is told by name and colour, never by colour alone. Follows the last line. */
export function Transcript({ lines, turns, personaName }: TranscriptProps) {
  const list = useRef<HTMLOListElement>(null);
  const last = lines.at(-1);
  useEffect(() => {
    // Only the panel is scrolled, never the page: on a phone that would carry the face out of sight.
    const panel = list.current?.closest('[role="tabpanel"]');
    if (!panel) return;
    const belowPx = panel.scrollHeight - panel.clientHeight - panel.scrollTop;
    if (belowPx < FOLLOWS_WITHIN_PX) panel.scrollTop = panel.scrollHeight;
  }, [last]);
  // Her lines grow word by word; screen readers are told of whole lines.
  const told = lines.findLast(({ complete, pending }) => complete && !pending);
  return (
    <>
      <ol ref={list} className={classes.list} aria-label={texts.conversation.transcript}>
        {lines.map((line) => (
          <TranscriptLine key={line.id} line={line} turn={turns.find(({ lineId }) => lineId === line.id)} personaName={personaName} />
        ))}
      </ol>
      <p className="vv-sr" aria-live="polite">
        {told && `${told.side === 'you' ? texts.you : personaName}: ${told.text}`}
      </p>
    </>
  );
}

function TranscriptLine({ line, turn, personaName }: { line: Line; turn?: Turn; personaName: string }) {
  const gap = turn && gapOf(turn);
  return (
    <li className={classes.line} data-side={line.side}>
      <div className={classes.head}>
        <strong dir="auto">{line.side === 'you' ? texts.you : personaName}</strong>
        {gap && (
          <span className={`${classes.gap} vv-num`} data-slow={gap.totalMs > SLOW_GAP_MS || undefined}>
            {texts.conversation.after(gap.totalMs)}
          </span>
        )}
        {gap && (
          <span className={classes.bar}>
            <GapBar gap={gap} />
          </span>
        )}
        {line.pending && <span>{texts.conversation.sending}</span>}
        {line.interrupted && <span className={classes.cut}>{texts.conversation.cut}</span>}
      </div>
      <p dir="auto">{line.text}</p>
    </li>
  );
}
