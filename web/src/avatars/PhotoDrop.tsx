import { IconPhotoUp } from '@tabler/icons-react';
import { useEffect, useState, type DragEvent } from 'react';

import { useObjectUrl } from '../lab/useObjectUrl';
import { texts } from '../texts';
import making from './making.module.css';
import { firstPhoto } from './photo';
import classes from './PhotoDrop.module.css';

interface PhotoDropProps {
  photo?: File;
  working: boolean;
  onChoose: (file: File) => void;
}

/** Takes a photo that is dropped here, pasted anywhere on the page, or chosen; and shows it. */
export function PhotoDrop({ photo, working, onChoose }: PhotoDropProps) {
  const { newAvatar } = texts;
  const shown = useObjectUrl(photo);
  const [over, setOver] = useState(false);
  useEffect(() => {
    const paste = ({ clipboardData }: ClipboardEvent) => {
      const file = firstPhoto(clipboardData?.files);
      if (file) onChoose(file);
    };
    addEventListener('paste', paste);
    return () => removeEventListener('paste', paste);
  }, [onChoose]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = firstPhoto(event.dataTransfer.files);
    if (file && !working) onChoose(file);
  };
  return (
    <div
      className={making.picture}
      data-working={working || undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {shown && <img src={shown} alt={newAvatar.chosen} />}
      {(!shown || over) && (
        <label className={classes.drop} data-over={over || undefined}>
          <IconPhotoUp size={40} stroke={1.4} aria-hidden="true" />
          <strong>{over ? newAvatar.dropNow : newAvatar.drop}</strong>
          <span>{newAvatar.kinds}</span>
          <input
            type="file"
            accept="image/*"
            className="vv-sr"
            onChange={(event) => {
              const file = firstPhoto(event.currentTarget.files);
              if (file) onChoose(file);
            }}
          />
        </label>
      )}
    </div>
  );
}
