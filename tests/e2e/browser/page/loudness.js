/** Posts the root mean square of each 20 ms of sound. */
const QUANTUM = 128;

class Loudness extends AudioWorkletProcessor {
  squares = 0;
  samples = 0;

  process([[channel]]) {
    if (channel) for (const sample of channel) this.squares += sample * sample;
    this.samples += QUANTUM;
    if (this.samples >= sampleRate / 50) {
      this.port.postMessage(Math.sqrt(this.squares / this.samples));
      this.squares = this.samples = 0;
    }
    return true;
  }
}

registerProcessor('loudness', Loudness);
