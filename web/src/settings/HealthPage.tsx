import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { Failed } from '../lab/Failed';
import { texts } from '../texts';
import { Engines } from './Engines';
import { Findings } from './Findings';
import { findingsOf } from './findings';
import classes from './Health.module.css';
import { LineCheck } from './LineCheck';
import { Network, Parts, Storage } from './Facts';
import { ProviderCheck } from './ProviderCheck';
import { serverState } from './queries';
import { SeatFacts } from './SeatFacts';
import { SettingsFrame } from './SettingsFrame';

/** /settings/health: how this server is, what is wrong first. */
export function HealthPage() {
  return (
    <SettingsFrame>
      <Health />
    </SettingsFrame>
  );
}

function Health() {
  const { settings } = texts;
  const { data, error, isFetching, refetch } = useQuery(serverState);
  if (!data) return error && <Failed error={error} onAgain={() => void refetch()} />;
  return (
    <div className={classes.health}>
      <Findings findings={findingsOf(data)} />
      <ProviderCheck />
      <LineCheck servers={data.network.iceServers} />
      <SeatFacts seats={data.seats} />
      <Engines engines={data.engines} machine={data.machine} />
      <Parts state={data} />
      <div className={classes.column}>
        <Storage storage={data.storage} />
        <Network network={data.network} />
      </div>
      <footer className={classes.foot}>
        <span>{settings.version(data.version)}</span>
        <Button variant="default" size="xs" leftSection={<IconRefresh size={15} />} loading={isFetching} onClick={() => void refetch()}>
          {settings.measure}
        </Button>
      </footer>
    </div>
  );
}
