import { getRouteApi } from '@tanstack/react-router';

import { SignInFirst } from '../account/SignInFirst';
import { texts } from '../texts';
import { ToolEditor } from './ToolEditor';

const route = getRouteApi('/lab/tools/new');

/** /tools/new */
export function NewToolPage() {
  const { kind = 'SERVER_WEBHOOK' } = route.useSearch();
  return (
    <SignInFirst why={texts.tools.why}>
      <ToolEditor kind={kind} />
    </SignInFirst>
  );
}
