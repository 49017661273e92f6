const LOOK_EVERY_MS = 1000;

/** Calls `stalled` once when no new frame was shown for `afterMs` while the page could be seen. Returns how to stop. */
export function watchPicture(video: HTMLVideoElement, afterMs: number, stalled: () => void): () => void {
  let shownAtMs = performance.now();
  let watching = true;
  const onFrame = () => {
    shownAtMs = performance.now();
    if (watching) video.requestVideoFrameCallback(onFrame);
  };
  video.requestVideoFrameCallback(onFrame);
  const timer = window.setInterval(() => {
    const now = performance.now();
    // Browsers stop painting hidden pages, which is no fault of the line.
    if (document.hidden) shownAtMs = now;
    else if (now - shownAtMs >= afterMs) {
      stop();
      stalled();
    }
  }, LOOK_EVERY_MS);
  const stop = () => {
    watching = false;
    window.clearInterval(timer);
  };
  return stop;
}
