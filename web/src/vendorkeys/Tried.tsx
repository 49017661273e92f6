import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import type { KeyTrial } from './queries';
import classes from './VendorKeys.module.css';

interface TriedProps {
  /** Of the vendor. */
  name: string;
  trial: { data: KeyTrial | undefined; error: Error | null; isPending: boolean };
}

/** What came of asking the vendor with a key. */
export function Tried({ name, trial: { data, error, isPending } }: TriedProps) {
  const { works, fails } = texts.vendorKeys;
  const Icon = data?.works ? IconCircleCheck : IconAlertTriangle;
  return (
    <div aria-live="polite">
      <ActionFailed error={error} />
      {data && !isPending && (
        <p className={classes.tried} data-works={data.works || undefined}>
          <Icon size={17} stroke={1.8} aria-hidden="true" />
          <span dir="auto">{data.works ? works(name, data.answeredMs ?? 0) : (data.error ?? fails(name))}</span>
        </p>
      )}
    </div>
  );
}
