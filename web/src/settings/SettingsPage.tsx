import { useQuery } from '@tanstack/react-query';

import { Failed } from '../lab/Failed';
import { VendorKeys } from '../vendorkeys/VendorKeys';
import { organization } from './queries';
import { SettingsForm } from './SettingsForm';
import { SettingsFrame } from './SettingsFrame';

/** /settings: what holds for the whole organization. */
export function SettingsPage() {
  return (
    <SettingsFrame>
      <Settings />
      <VendorKeys />
    </SettingsFrame>
  );
}

function Settings() {
  const { data, error, refetch } = useQuery(organization);
  if (data) return <SettingsForm stored={data} />;
  return error && <Failed error={error} onAgain={() => void refetch()} />;
}
