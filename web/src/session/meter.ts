const EVERY_MS = 20;
/** 21 ms at 48 kHz: a little more than the step, so no sound falls between two looks. */
const WINDOW_SAMPLES = 1024;

/** Looks at a stream's sound every 20 ms. `atMs` is the moment of the last sample. Returns how to stop. */
export function watchSound(
  context: AudioContext,
  stream: MediaStream,
  look: (samples: Float32Array, atMs: number) => void,
): () => void {
  const analyser = new AnalyserNode(context, { fftSize: WINDOW_SAMPLES });
  const source = context.createMediaStreamSource(stream);
  source.connect(analyser);
  const samples = new Float32Array(WINDOW_SAMPLES);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    look(samples, performance.now());
  }, EVERY_MS);
  return () => {
    window.clearInterval(timer);
    source.disconnect();
  };
}
