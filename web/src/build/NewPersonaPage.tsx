import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { IconPlus } from '@tabler/icons-react';

import { SignInFirst } from '../account/SignInFirst';
import { ActionFailed } from '../lab/ActionFailed';
import { LinkButton } from '../lab/LinkButton';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import classes from './NewPersonaPage.module.css';
import { avatars, useCreate } from './queries';

const route = getRouteApi('/lab/personas/new');

/** /personas/new (?avatar=): somebody to begin with, with their own face or the one that was chosen. */
export function NewPersonaPage() {
  return (
    <SignInFirst why={texts.personas.why}>
      <Templates />
    </SignInFirst>
  );
}

function Templates() {
  const { newPersona, templates } = texts;
  const navigate = useNavigate();
  const create = useCreate();
  const { data: faces = [], isPending: looking } = useQuery(avatars);
  const { avatar: wanted } = route.useSearch();
  const chosen = faces.find(({ id }) => id === wanted);
  const busy = looking || create.isPending;
  const ofServer = faces.filter((face) => face.createdByOrganizationId === null && face.buildStatus === 'ready');
  const faceOf = (name: string) => ofServer.find((face) => face.displayName.startsWith(name));
  const begin = (persona: Parameters<typeof create.mutate>[0]) =>
    create.mutate(persona, { onSuccess: ({ id }) => navigate({ to: '/personas/$personaId', params: { personaId: id } }) });
  return (
    <div className={page.page}>
      <PageHeader title={newPersona.title} lead={chosen ? newPersona.withFace(chosen.displayName) : newPersona.lead}>
        <LinkButton to="/personas" variant="default">
          {newPersona.back}
        </LinkButton>
      </PageHeader>
      <ActionFailed error={create.error} />
      <ul className={classes.grid} aria-busy={busy}>
        {templates.map(({ id, name, role, greeting, prompt }, k) => {
          const face = chosen ?? faceOf(name) ?? ofServer[k % Math.max(1, ofServer.length)];
          return (
            <li key={id}>
              <button
                type="button"
                disabled={busy}
                onClick={() =>
                  begin({ name, description: role, systemPrompt: prompt, initialMessage: greeting, personaPreset: id, ...(face && { avatarId: face.id }) })
                }
              >
                <span className="vv-sr">{newPersona.start} </span>
                <span className={classes.picture}>{face && <img src={face.imageUrl} alt="" />}</span>
                <strong>{name}</strong>
                <span className={classes.role}>{role}</span>
                <span className={classes.greeting}>“{greeting}”</span>
              </button>
            </li>
          );
        })}
        <li>
          <button type="button" disabled={busy} onClick={() => begin({ name: newPersona.blank.name, ...(chosen && { avatarId: chosen.id }) })}>
            <span className="vv-sr">{newPersona.start} </span>
            <span className={classes.picture} data-blank>
              <IconPlus size={36} stroke={1.4} aria-hidden="true" />
            </span>
            <strong>{newPersona.blank.name}</strong>
            <span className={classes.role}>{newPersona.blank.role}</span>
          </button>
        </li>
      </ul>
    </div>
  );
}
