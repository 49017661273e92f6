import { useQuery } from '@tanstack/react-query';

import { Loaded } from '../lab/Loaded';
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
  const stored = useQuery(organization);
  return <Loaded query={stored}>{(data) => <SettingsForm stored={data} />}</Loaded>;
}
