import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import { stopAsking, useAskedToSignIn } from './asking';
import { SignInForm } from './SignInForm';

/** Over the page, when a sign-in ended meanwhile: whatever was typed there is still there afterwards. */
export function SignInDialog() {
  const asked = useAskedToSignIn();
  return (
    <Dialog open={asked} onClose={stopAsking} title={texts.signIn.again} lead={texts.signIn.againLead}>
      <SignInForm />
    </Dialog>
  );
}
