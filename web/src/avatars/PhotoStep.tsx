import { Button, TextInput } from '@mantine/core';
import { IconCamera } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';

import { Tick } from '../lab/Tick';
import { texts } from '../texts';
import { CameraView } from './CameraView';
import making from './making.module.css';
import { NoPhoto, sendable } from './photo';
import { PhotoDrop } from './PhotoDrop';
import { PhotoExamples } from './PhotoExamples';
import classes from './PhotoStep.module.css';
import { useCreate } from './queries';
import { RefusedPhoto } from './RefusedPhoto';
import { useCamera } from './useCamera';

/** What somebody has chosen and written so far; it outlives a photo that is refused. */
export interface Chosen {
  photo?: File;
  name: string;
  permitted: boolean;
}

export const NOTHING_CHOSEN: Chosen = { name: '', permitted: false };
const [SHORTEST, LONGEST] = [3, 50];

interface PhotoStepProps {
  chosen: Chosen;
  onChoose: (chosen: Chosen) => void;
  /** Told the id of the avatar that the server makes. */
  onMade: (id: string) => void;
}

export function PhotoStep({ chosen, onChoose, onMade }: PhotoStepProps) {
  const { newAvatar } = texts;
  const create = useCreate();
  const [notOne, setNotOne] = useState(false);
  const [tried, setTried] = useState(false);
  const camera = useCamera((photo) => void choose(photo));
  const name = chosen.name.trim();
  const nameFits = name.length >= SHORTEST && name.length <= LONGEST;

  const choose = async (file: File) => {
    create.reset();
    try {
      onChoose({ ...chosen, photo: await sendable(file) });
      setNotOne(false);
    } catch (error) {
      if (!(error instanceof NoPhoto)) throw error;
      setNotOne(true);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (chosen.photo && nameFits && chosen.permitted) create.mutate({ name, photo: chosen.photo }, { onSuccess: ({ id }) => onMade(id) });
  };

  return (
    <div className={making.columns}>
      <div className={making.left}>
        {camera.is === 'open' ? (
          <CameraView video={camera.video} onTake={camera.take} onClose={camera.close} />
        ) : (
          <PhotoDrop photo={chosen.photo} working={create.isPending} onChoose={(file) => void choose(file)} />
        )}
        {camera.is !== 'open' && (
          <div className={making.buttons}>
            <Button
              variant="default"
              leftSection={<IconCamera size={18} aria-hidden="true" />}
              loading={camera.is === 'asking'}
              disabled={create.isPending}
              onClick={camera.open}
            >
              {chosen.photo ? newAvatar.camera.again : newAvatar.camera.open}
            </Button>
          </div>
        )}
        {camera.is === 'missing' && (
          <p role="alert" className={classes.wrong}>
            {newAvatar.camera.missing[camera.trouble]}
          </p>
        )}
        {notOne && (
          <p role="alert" className={classes.wrong}>
            {newAvatar.wrongKind}
          </p>
        )}
        {!chosen.photo && camera.is !== 'open' && <PhotoExamples />}
      </div>
      {chosen.photo ? (
        <form className={making.side} onSubmit={submit}>
          <RefusedPhoto error={create.error} />
          <TextInput
            label={newAvatar.name}
            value={chosen.name}
            onChange={(event) => onChoose({ ...chosen, name: event.currentTarget.value })}
            error={tried && !nameFits && newAvatar.nameWrong}
            maxLength={LONGEST}
            autoFocus
          />
          <Tick checked={chosen.permitted} onChange={(permitted) => onChoose({ ...chosen, permitted })}>
            {newAvatar.permission}
          </Tick>
          <div className={making.buttons}>
            <Button type="submit" disabled={!chosen.permitted} loading={create.isPending}>
              {newAvatar.send}
            </Button>
            <Button
              variant="subtle"
              color="gray"
              onClick={() => {
                create.reset();
                onChoose({ ...chosen, photo: undefined });
              }}
            >
              {newAvatar.another}
            </Button>
          </div>
          <p className={making.note}>{newAvatar.privacy}</p>
        </form>
      ) : (
        <div className={making.side}>
          <h2>{newAvatar.tipsTitle}</h2>
          <ul className={classes.tips}>
            {newAvatar.tips.map((tip) => (
              <li key={tip}>{tip}</li>
            ))}
          </ul>
          <p className={making.note}>{newAvatar.privacy}</p>
        </div>
      )}
    </div>
  );
}
