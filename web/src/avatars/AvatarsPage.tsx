import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { IconPhotoPlus } from '@tabler/icons-react';

import { may, useAccount } from '../account/account';
import { SignInFirst } from '../account/SignInFirst';
import { Empty } from '../lab/Empty';
import { Failed } from '../lab/Failed';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { AvatarCard } from './AvatarCard';
import { AvatarFilters } from './AvatarFilters';
import classes from './AvatarsPage.module.css';
import { avatars } from './queries';
import { type AvatarsSearch, fitting } from './search';

const route = getRouteApi('/lab/avatars');

/** /avatars: yours, then those of the server. The filters are in the address. */
export function AvatarsPage() {
  return (
    <SignInFirst why={texts.avatars.why}>
      <Gallery />
    </SignInFirst>
  );
}

function Gallery() {
  const account = useAccount();
  const wanted = route.useSearch();
  const navigate = route.useNavigate();
  const { data, error, refetch } = useQuery(avatars);
  const shown = fitting(data ?? [], wanted);
  const look = (change: AvatarsSearch) => void navigate({ search: { ...wanted, ...change }, replace: true });
  return (
    <div className={page.page}>
      <PageHeader title={texts.avatars.title}>
        <AvatarFilters avatars={data ?? []} wanted={wanted} onChange={look} />
      </PageHeader>
      {error && !data ? (
        <Failed error={error} onAgain={() => void refetch()} />
      ) : (
        <ul className={classes.grid}>
          {may(account, 'avatars:create') && (
            <li>
              <Link to="/avatars/new" className={classes.create}>
                <IconPhotoPlus size={30} stroke={1.5} aria-hidden="true" />
                <strong>{texts.avatars.create}</strong>
                <span>{texts.avatars.createHint}</span>
              </Link>
            </li>
          )}
          {shown.map((avatar) => (
            <li key={avatar.id}>
              <AvatarCard avatar={avatar} />
            </li>
          ))}
        </ul>
      )}
      {data && shown.length === 0 && (
        <Empty title={texts.avatars.none.title} body={texts.avatars.none.body}>
          <Button variant="default" onClick={() => void navigate({ search: {} })}>
            {texts.avatars.none.clear}
          </Button>
        </Empty>
      )}
    </div>
  );
}
