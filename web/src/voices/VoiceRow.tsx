import { Button } from '@mantine/core';
import { IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';

import { may, useAccount } from '../account/account';
import { texts } from '../texts';
import type { FirstSound, Voice } from './queries';
import { isYours, nameOfLanguage } from './search';
import classes from './VoiceList.module.css';

interface VoiceRowProps {
  voice: Voice;
  /** How soon it began to sound; undefined as long as the server has not said. */
  firstSound?: FirstSound | 'none';
  playing: boolean;
  failed: boolean;
  /** Whether Tab reaches its button. */
  inOrder: boolean;
  onFocus: () => void;
  onToggle: (sample: { id: string; url: string }) => void;
  onRename: () => void;
  onDelete: () => void;
}

export function VoiceRow({ voice, firstSound, playing, failed, inOrder, onFocus, onToggle, onRename, onDelete }: VoiceRowProps) {
  const { voices: words } = texts;
  const account = useAccount();
  const { displayName, sampleUrl, description, engine, engineNote, gender, displayTags, language } = voice;
  const yours = isYours(voice);
  const name = sampleUrl === null ? words.noSample(displayName) : playing ? words.stop(displayName) : words.play(displayName);
  const facts = [gender && words.genders[gender], ...displayTags].filter(Boolean).join(', ');
  return (
    <li className={classes.row} data-playing={playing || undefined}>
      <button
        type="button"
        className={classes.play}
        data-play
        aria-label={name}
        aria-describedby="voice-keys"
        aria-disabled={sampleUrl === null || undefined}
        tabIndex={inOrder ? 0 : -1}
        onFocus={onFocus}
        onClick={() => sampleUrl !== null && onToggle({ id: voice.id, url: sampleUrl })}
      >
        {playing ? <IconPlayerStopFilled size={17} aria-hidden="true" /> : <IconPlayerPlayFilled size={17} aria-hidden="true" />}
      </button>
      <div className={classes.who}>
        <p className={classes.name}>
          <strong dir="auto">{displayName}</strong>
          {yours && <em>{words.yours}</em>}
        </p>
        <p className={classes.about} dir="auto">
          {failed ? <span role="alert">{words.cannotPlay}</span> : description}
        </p>
      </div>
      <p className={classes.facts}>{facts}</p>
      <p className={classes.facts}>{nameOfLanguage(language)}</p>
      <div className={classes.engine}>
        <span>{words.by(engine)}</span>
        {engineNote !== null && <small title={engineNote}>{words.standIn}</small>}
        {firstSound && (
          <small className="vv-num" data-measured>
            {firstSound === 'none' ? words.notMeasured : words.firstSound(firstSound.medianSeconds, firstSound.turns)}
          </small>
        )}
      </div>
      <div className={classes.actions}>
        {yours && may(account, 'voices:update') && (
          <Button variant="subtle" color="gray" size="xs" aria-label={words.renameThis(displayName)} onClick={onRename}>
            {words.rename}
          </Button>
        )}
        {yours && may(account, 'voices:delete') && (
          <Button variant="subtle" color="gray" size="xs" aria-label={words.removeThis(displayName)} onClick={onDelete}>
            {words.remove}
          </Button>
        )}
      </div>
    </li>
  );
}
