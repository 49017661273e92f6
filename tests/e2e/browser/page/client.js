/** One call with the public SDK. Everything the SDK says is told to the test, under its own event names. */

const plain = (value) =>
  value instanceof MediaStream
    ? { id: value.id, tracks: value.getTracks().map(({ kind }) => kind) }
    : value;

const tell = (name, ...values) =>
  window.hear({ name, values: values.map(plain), at_s: performance.now() / 1000 });

/** Connects the persona of the token to the page's one <video>; `options` are the SDK's client options. */
async function call(token, baseUrl, options) {
  const client = anam.createClient(token, { ...options, api: { baseUrl } });
  for (const name of Object.values(anam.AnamEvent)) {
    client.addListener(name, (...values) => tell(name, ...values));
  }
  const video = document.getElementById('persona');
  client.addListener(anam.AnamEvent.VIDEO_PLAY_STARTED, () => {
    window.witness = new Witness(video, tell);
  });
  window.client = client;
  await client.streamToVideoElement('persona');
}
