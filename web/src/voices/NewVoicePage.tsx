import { SignInFirst } from '../account/SignInFirst';
import { Back } from '../lab/Back';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { CloneForm } from './CloneForm';
import classes from './NewVoicePage.module.css';

/** /voices/new: a voice from a recording, and what this server can do with one. */
export function NewVoicePage() {
  const { newVoice } = texts;
  return (
    <SignInFirst why={texts.voices.why}>
      <div className={page.page} data-narrow>
        <PageHeader
          title={
            <>
              <Back to="/voices" label={newVoice.back} />
              {newVoice.title}
            </>
          }
        />
        <section className={classes.cannot} aria-labelledby="cannot-title">
          <h2 id="cannot-title">{newVoice.cannot.title}</h2>
          <p>{newVoice.cannot.body}</p>
          <p>
            {newVoice.cannot.how} <code>{newVoice.cannot.code}</code>
          </p>
        </section>
        <CloneForm />
      </div>
    </SignInFirst>
  );
}
