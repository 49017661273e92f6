import type { ReactNode } from 'react';

import page from '../lab/page.module.css';
import { texts } from '../texts';
import classes from './Health.module.css';
import type { ServerState } from './queries';

interface FactsProps {
  id: string;
  title: string;
  facts: readonly (readonly [string, ReactNode])[];
}

function Facts({ id, title, facts }: FactsProps) {
  return (
    <section className={classes.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl className={page.facts}>
        {facts.map(([name, value], k) => (
          <div key={k}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** The software that a conversation goes through, from ear to face. */
export function Parts({ state: { parts, defaultLlm } }: { state: ServerState }) {
  const { sections, stages, brain, noVersion } = texts.settings;
  const ofStage = (...wanted: string[]) =>
    parts.filter(({ stage }) => wanted.includes(stage)).map(({ stage, name, version }) => [stages[stage], `${name}, ${version ?? noVersion}`] as const);
  return <Facts id="parts" title={sections.parts} facts={[...ofStage('hear', 'turn'), [brain, defaultLlm], ...ofStage('speak', 'face', 'line')]} />;
}

export function Storage({ storage: { database, dataDir, freeBytes, totalBytes, retentionDays } }: Pick<ServerState, 'storage'>) {
  const { sections, storage: words } = texts.settings;
  return (
    <Facts
      id="storage"
      title={sections.storage}
      facts={[
        [words.database, words.databases[database] ?? database],
        [words.folder, <code>{dataDir}</code>],
        [words.free, words.of(freeBytes, totalBytes)],
        [words.kept, words.days(retentionDays)],
      ]}
    />
  );
}

export function Network({ network: { iceServers, advertisedAddress, udpPortMin, udpPortMax, publicUrl } }: Pick<ServerState, 'network'>) {
  const { sections, network: words } = texts.settings;
  const urls = iceServers.flatMap((server) => server.urls as string | string[]);
  return (
    <Facts
      id="network"
      title={sections.network}
      facts={[
        [words.servers, urls.length > 0 ? <code>{urls.join(', ')}</code> : words.none],
        [words.ports, udpPortMin === null && udpPortMax === null ? words.anyPort : words.range(udpPortMin, udpPortMax)],
        [words.address, advertisedAddress ?? words.ownAddresses],
        [words.url, publicUrl ?? words.asCalled],
      ]}
    />
  );
}
