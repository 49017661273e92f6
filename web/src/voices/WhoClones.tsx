import { texts } from '../texts';
import classes from './NewVoicePage.module.css';
import type { Vendor } from './queries';

/** Where the recording goes, or what becomes of it where no vendor can clone. */
export function WhoClones({ vendor, others }: { vendor: Vendor | undefined; others: readonly Vendor[] }) {
  const { can, cannot } = texts.newVoice;
  return (
    <section className={classes.notice} data-cannot={vendor === undefined || undefined} aria-labelledby="who-clones">
      <h2 id="who-clones">{vendor ? can.title(vendor.name) : cannot.title}</h2>
      {vendor ? (
        <p>{can.body(vendor.name)}</p>
      ) : (
        <>
          <p>{cannot.body}</p>
          <p>
            {cannot.how(oneOf(others))} {cannot.keys}
          </p>
        </>
      )}
    </section>
  );
}

function oneOf(vendors: readonly Vendor[]): string {
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(vendors.map((vendor) => vendor.name));
}
