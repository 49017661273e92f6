import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { ActionFailed } from '../lab/ActionFailed';
import { Code } from '../lab/Code';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { personas } from '../sessions/queries';
import { texts } from '../texts';
import { KindCards } from './KindCards';
import type { LinkKind } from './kinds';
import { TYPES } from './kinds';
import { LinkForm } from './LinkForm';
import { LinksTable } from './LinksTable';
import { Preview } from './Preview';
import { linksOf, persona as personaQuery, useCopyPersona } from './queries';
import classes from './ShareEmbedPage.module.css';
import { snippetOf } from './snippet';
import { WidgetForm } from './WidgetForm';

const route = getRouteApi('/lab/share-embed');

/** /share-embed: how strangers get to a persona. */
export function ShareEmbedPage() {
  return (
    <SignInFirst why={texts.share.why}>
      <ShareEmbed />
    </SignInFirst>
  );
}

interface Chosen {
  id: string;
  name: string;
}

function ShareEmbed() {
  const { share } = texts;
  const { kind = 'link', persona, link } = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(personas);
  const chosen = data?.find(({ id }) => id === persona) ?? data?.[0];
  return (
    <div className={page.page}>
      <PageHeader title={share.title}>
        {chosen && (
          <NativeSelect
            aria-label={share.persona}
            value={chosen.id}
            onChange={(event) => void navigate({ to: '/share-embed', search: { kind, persona: event.currentTarget.value } })}
            data={data!.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
      </PageHeader>
      <KindCards chosen={kind} persona={persona} />
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : data?.length === 0 ? (
        <Empty title={share.nobody.title} body={share.nobody.body} />
      ) : (
        chosen &&
        (kind !== 'widget' ? (
          <Links key={`${kind} ${chosen.id}`} kind={kind} persona={chosen} shown={link} />
        ) : chosen.isDefaultPersona ? (
          <StockPersona persona={chosen} />
        ) : (
          <Widget key={chosen.id} persona={chosen} />
        ))
      )}
    </div>
  );
}

function Links({ kind, persona, shown }: { kind: LinkKind; persona: Chosen; shown?: string }) {
  const { share } = texts;
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(linksOf(persona.id));
  const show = (link?: string) => void navigate({ to: '/share-embed', search: { kind, persona: persona.id, link }, resetScroll: false });
  if (error && !data) return <Failed error={error} onAgain={() => void refetch()} />;
  if (!data) return null;
  const links = data.filter(({ type }) => type === TYPES[kind]);
  const link = links.find(({ id }) => id === shown);
  const snippet = link && snippetOf({ kind, server: location.origin, id: link.token, name: persona.name });
  return (
    <>
      <div className={classes.columns}>
        <LinkForm key={link?.id ?? 'new'} kind={kind} personaId={persona.id} link={link} onMade={show} onAnother={() => show()} />
        <div className={classes.result}>
          {link && snippet ? (
            <>
              <Preview kind={kind} name={persona.name} id={link.token} snippet={snippet} inline={false} version={JSON.stringify([link.id, link.enabled, link.removeWatermark])} />
              <Code label={share.snippet[kind]} code={snippet} />
            </>
          ) : (
            <p className={classes.none}>{share.noPreview[kind]}</p>
          )}
        </div>
      </div>
      <LinksTable kind={kind} links={links} shown={link?.id} />
    </>
  );
}

function Widget({ persona }: { persona: Chosen }) {
  const { share } = texts;
  const { data, error, refetch } = useQuery(personaQuery(persona.id));
  if (error && !data) return <Failed error={error} onAgain={() => void refetch()} />;
  if (!data) return null;
  const inline = data.widgetConfig.layout === 'inline';
  const snippet = snippetOf({ kind: 'widget', server: location.origin, id: persona.id, name: persona.name, inline });
  return (
    <div className={classes.columns}>
      <WidgetForm personaId={persona.id} name={persona.name} published={data.widgetConfig} />
      <div className={classes.result}>
        <Preview kind="widget" name={persona.name} id={persona.id} snippet={snippet} inline={inline} version={JSON.stringify(data.widgetConfig)} />
        <Code label={inline ? share.snippet.inline : share.snippet.widget} code={snippet} />
      </div>
    </div>
  );
}

function StockPersona({ persona }: { persona: Chosen }) {
  const { stock } = texts.share;
  const navigate = useNavigate();
  const copy = useCopyPersona();
  const make = () => copy.mutate(persona.id, { onSuccess: ({ id }) => void navigate({ to: '/share-embed', search: { kind: 'widget', persona: id } }) });
  return (
    <Empty title={stock.title(persona.name)} body={stock.body}>
      <Button loading={copy.isPending} onClick={make}>
        {stock.copy(persona.name)}
      </Button>
      <ActionFailed error={copy.error} />
    </Empty>
  );
}
