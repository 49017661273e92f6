/** Sees and hears what a user in front of the page does. */

/** Below it is silence: the decoder's comfort noise lies at 1e-5, quiet speech at 0.02 (full scale is 1). */
const SOUND_RMS = 0.005;
/** Stops between words are shorter. */
const PAUSE_S = 0.35;

class Witness {
  /** `tell("SOUND")` when the persona becomes audible, `tell("SILENCE", seconds since)` when she has stopped. */
  constructor(video, tell) {
    this.video = video;
    this.tell = tell;
    /** Pictures of a part of the video: [seconds, base64 of its grey values]. */
    this.pictures = [];
    this.listen();
  }

  async listen() {
    const context = new AudioContext();
    await context.audioWorklet.addModule('loudness.js');
    const loudness = new AudioWorkletNode(context, 'loudness');
    context.createMediaStreamSource(this.video.srcObject).connect(loudness);
    loudness.port.onmessage = ({ data }) => this.heard(data);
    this.tell('LISTENING');
  }

  heard(rms) {
    const now = performance.now() / 1000;
    if (rms > SOUND_RMS) {
      this.lastSound = now;
      if (!this.sounding) this.tell('SOUND');
      this.sounding = true;
    } else if (this.sounding && now - this.lastSound > PAUSE_S) {
      this.sounding = false;
      this.tell('SILENCE', this.lastSound);
    }
  }

  /** Keeps every frame's part `box` (x, y, width, height in px of the video), scaled to columns x rows. */
  watch([x, y, width, height], columns, rows) {
    const canvas = new OffscreenCanvas(columns, rows).getContext('2d', { willReadFrequently: true });
    this.pictures = [];
    const watching = (this.watching = {});
    const see = () => {
      if (this.watching !== watching) return;
      canvas.drawImage(this.video, x, y, width, height, 0, 0, columns, rows);
      const { data } = canvas.getImageData(0, 0, columns, rows);
      let grey = '';
      for (let at = 0; at < data.length; at += 4) {
        grey += String.fromCharCode(Math.round(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]));
      }
      this.pictures.push([performance.now() / 1000, btoa(grey)]);
      this.video.requestVideoFrameCallback(see);
    };
    this.video.requestVideoFrameCallback(see);
  }

  /** What was watched since the last `watch`. */
  seen() {
    this.watching = undefined;
    return this.pictures;
  }
}
