import type { ServerState } from './queries';
import { answerOffer } from './queries';
import { type LineFacts, serversAsked } from './line';

const GATHERING_MS = 4_000;
const CONNECT_MS = 10_000;
const ECHOES = 10;
const ECHO_EVERY_MS = 100;
const LAST_ECHO_MS = 1_000;

/** Connects to an engine just as a conversation does, and times messages there and back. Throws what asking the server throws. */
export async function checkLine(servers: ServerState['network']['iceServers']): Promise<LineFacts> {
  const iceServers = servers as unknown as RTCIceServer[];
  const asked = serversAsked(iceServers.flatMap(({ urls }) => urls));
  const connection = new RTCPeerConnection({ iceServers });
  try {
    return { asked, ...(await tried(connection)) };
  } finally {
    connection.close();
  }
}

async function tried(connection: RTCPeerConnection): Promise<Omit<LineFacts, 'asked'>> {
  const candidates: string[] = [];
  connection.addEventListener('icecandidate', ({ candidate }) => candidate?.type && candidates.push(candidate.type));
  connection.addTransceiver('audio', { direction: 'recvonly' });
  const channel = connection.createDataChannel('check');
  const opened = happened(channel, 'open');
  const gathered = new Promise<void>((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => connection.iceGatheringState === 'complete' && resolve());
  });
  await connection.setLocalDescription();
  await within(gathered, GATHERING_MS);
  const { sdp } = await answerOffer(connection.localDescription!.sdp);
  const begunMs = performance.now();
  await connection.setRemoteDescription({ type: 'answer', sdp });
  if (!(await within(opened, CONNECT_MS))) return { candidates, echoesMs: [], sent: 0 };
  const connectedMs = performance.now() - begunMs;
  return { candidates, connectedMs, way: await wayOf(connection), ...(await echoes(channel)) };
}

async function echoes(channel: RTCDataChannel): Promise<Pick<LineFacts, 'echoesMs' | 'sent'>> {
  const sentAt: number[] = [];
  const echoesMs: number[] = [];
  const all = new Promise<void>((resolve) => {
    channel.addEventListener('message', ({ data }) => {
      echoesMs.push(performance.now() - sentAt[Number(data)]!);
      if (echoesMs.length === ECHOES) resolve();
    });
  });
  for (let n = 0; n < ECHOES && channel.readyState === 'open'; n++) {
    sentAt[n] = performance.now();
    channel.send(`${n}`);
    await pause(ECHO_EVERY_MS);
  }
  await within(all, LAST_ECHO_MS);
  return { echoesMs, sent: ECHOES };
}

/** The pair of addresses that is in use. */
async function wayOf(connection: RTCPeerConnection): Promise<LineFacts['way']> {
  const report = new Map<string, Record<string, unknown>>();
  (await connection.getStats()).forEach((stats: { id: string }) => report.set(stats.id, stats as unknown as Record<string, unknown>));
  const pair = [...report.values()].find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
  const mine = report.get(String(pair?.localCandidateId));
  return mine && { kind: String(mine.candidateType), protocol: String(mine.relayProtocol ?? mine.protocol) };
}

const happened = (target: EventTarget, name: string) => new Promise<void>((resolve) => target.addEventListener(name, () => resolve(), { once: true }));
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const within = (what: Promise<void>, ms: number) => Promise.race([what.then(() => true), pause(ms).then(() => false)]);
