import { useEffect, useId, useRef, type ReactNode } from 'react';

import classes from './Dialog.module.css';

interface DialogProps {
  open: boolean;
  /** Escape, too. Without it the dialog cannot be left but by what is in it. */
  onClose?: () => void;
  title: string;
  lead?: ReactNode;
  /** For what has long lines. */
  wide?: boolean;
  children?: ReactNode;
}

/** The browser's own dialog: it keeps the focus, and gives it back to where it was. */
export function Dialog({ open, onClose, title, lead, wide, children }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    if (open) element.current?.showModal();
    else element.current?.close();
  }, [open]);
  return (
    <dialog
      ref={element}
      className={classes.dialog}
      data-wide={wide || undefined}
      aria-labelledby={id}
      onClose={() => open && onClose?.()}
      onCancel={(event) => onClose || event.preventDefault()}
    >
      {open && (
        <div className={classes.body}>
          <h2 id={id}>{title}</h2>
          {lead && <p>{lead}</p>}
          {children}
        </div>
      )}
    </dialog>
  );
}
