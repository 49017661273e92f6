import { SignInFirst } from '../account/SignInFirst';
import { Back } from '../lab/Back';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { CloneForm } from './CloneForm';

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
        <CloneForm />
      </div>
    </SignInFirst>
  );
}
