import { useEffect, useRef, useState } from 'react';

const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** Files may be dropped anywhere on the page; whether some are held over it. */
export function useDrop(onFiles: ((files: File[]) => void) | undefined): boolean {
  const [over, setOver] = useState(false);
  const latest = useRef(onFiles);
  latest.current = onFiles;
  const taken = onFiles !== undefined;
  useEffect(() => {
    if (!taken) return;
    let depth = 0; // dragging from one element into another enters the second before it leaves the first
    const move = (event: DragEvent, by: number) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth += by;
      setOver(depth > 0);
    };
    const enter = (event: DragEvent) => move(event, 1);
    const leave = (event: DragEvent) => move(event, -1);
    const hold = (event: DragEvent) => move(event, 0);
    const drop = (event: DragEvent) => {
      move(event, -depth);
      if (event.dataTransfer?.files.length) latest.current?.([...event.dataTransfer.files]);
    };
    const all = { dragenter: enter, dragleave: leave, dragover: hold, drop };
    for (const [name, heard] of Object.entries(all)) window.addEventListener(name, heard as EventListener);
    return () => {
      for (const [name, heard] of Object.entries(all)) window.removeEventListener(name, heard as EventListener);
      setOver(false);
    };
  }, [taken]);
  return over;
}
