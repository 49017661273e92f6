import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import { useAccount, useIsLeaving } from './account';
import { stopAsking, useAskedToSignIn } from './asking';
import { SignInForm } from './SignInForm';

/**
 * Over the page, when a sign-in ended meanwhile: whatever was typed there is still there afterwards. Whoever signed out
 * is not asked, although the last looks of their page were refused too.
 */
export function SignInDialog() {
  const asked = useAskedToSignIn();
  const account = useAccount();
  const leaving = useIsLeaving();
  return (
    <Dialog open={asked && !!account && !leaving} onClose={stopAsking} title={texts.signIn.again} lead={texts.signIn.againLead}>
      <SignInForm />
    </Dialog>
  );
}
