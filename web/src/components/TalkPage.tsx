import { Frame } from './components/Frame';
import { Notice } from './components/Notice';
import { Talk } from './components/Talk';
import { usePersonaChoice } from './server/usePersonaChoice';
import { useStatus } from './server/useStatus';
import { texts } from './texts';

/** The page: who is here according to the server, and the Talk screen with the one chosen. */
export function App() {
  const { status, reachable, look } = useStatus();
  const [persona, choose] = usePersonaChoice(status?.personas ?? []);
  return (
    <Frame seats={status?.seats}>
      {status && persona ? (
        <Talk key={persona.id} status={status} persona={persona} onChoose={choose} />
      ) : status ? (
        <Notice title={texts.nobody.title} body={texts.nobody.body} action={texts.nobody.retry} onAction={look} />
      ) : reachable ? (
        <Notice title={texts.loading.title} body={texts.loading.body} />
      ) : (
        <Notice title={texts.offline.title} body={texts.offline.body} action={texts.offline.retry} onAction={look} />
      )}
    </Frame>
  );
}
