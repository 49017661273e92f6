import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type KeyboardEvent } from 'react';

import { texts } from '../texts';
import { DeleteVoice } from './DeleteVoice';
import { firstSounds, type Voice } from './queries';
import { RenameVoice } from './RenameVoice';
import { useSample } from './useSample';
import classes from './VoiceList.module.css';
import { VoiceRow } from './VoiceRow';

const MOVES: Record<string, (at: number, last: number) => number> = {
  ArrowDown: (at, last) => Math.min(last, at + 1),
  ArrowUp: (at) => Math.max(0, at - 1),
  Home: () => 0,
  End: (_, last) => last,
};

/** One is heard at a time. The list has one place in the order of Tab; arrow keys move in it, and Space plays. */
export function VoiceList({ voices }: { voices: readonly Voice[] }) {
  const sample = useSample();
  const { data: measured } = useQuery(firstSounds);
  const list = useRef<HTMLUListElement>(null);
  const [at, setAt] = useState(0);
  const [renaming, setRenaming] = useState<Voice>();
  const [deleting, setDeleting] = useState<Voice>();
  const current = Math.min(at, voices.length - 1);
  const press = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (!move || !(event.target instanceof HTMLElement) || event.target.dataset.play === undefined) return;
    event.preventDefault();
    list.current?.querySelectorAll<HTMLElement>('[data-play]')[move(current, voices.length - 1)]?.focus();
  };
  return (
    <>
      <p className={classes.keys} id="voice-keys">
        {texts.voices.keys}
      </p>
      <ul ref={list} className={classes.list} aria-label={texts.voices.list} onKeyDown={press}>
        {voices.map((voice, index) => (
          <VoiceRow
            key={voice.id}
            voice={voice}
            firstSound={measured && (measured.get(voice.id) ?? 'none')}
            playing={sample.playing === voice.id}
            failed={sample.failed === voice.id}
            inOrder={index === current}
            onFocus={() => setAt(index)}
            onToggle={sample.toggle}
            onRename={() => setRenaming(voice)}
            onDelete={() => {
              sample.stop();
              setDeleting(voice);
            }}
          />
        ))}
      </ul>
      {renaming && <RenameVoice voice={renaming} onDone={() => setRenaming(undefined)} />}
      {deleting && <DeleteVoice voice={deleting} onDone={() => setDeleting(undefined)} />}
    </>
  );
}
