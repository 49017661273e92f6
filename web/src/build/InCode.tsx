import { Button } from '@mantine/core';

import { Code } from '../lab/Code';
import actions from '../lab/actions.module.css';
import { Dialog } from '../lab/Dialog';
import { texts } from '../texts';
import type { Fields } from './fields';
import { configSnippet, restSnippet, sdkSnippet } from './snippets';

/** The same persona for developers. */
export function InCode({ id, name, fields, onDone }: { id: string; name: string; fields: Fields; onDone: () => void }) {
  const { inCode } = texts.build;
  return (
    <Dialog open wide onClose={onDone} title={inCode.title(name)} lead={inCode.lead}>
      <Code label={inCode.config} code={configSnippet(fields)} />
      <Code label={inCode.rest} code={restSnippet(fields, id, location.origin)} />
      <Code label={inCode.sdk} code={sdkSnippet(fields, location.origin)} />
      <div className={actions.actions}>
        <Button variant="default" onClick={onDone}>
          {inCode.done}
        </Button>
      </div>
    </Dialog>
  );
}
