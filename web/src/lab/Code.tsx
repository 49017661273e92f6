import { CopyButton, UnstyledButton } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';

import { texts } from '../texts';
import classes from './Code.module.css';

/** Colours strings, comments and tags; enough for snippets we write ourselves. */
function paint(code: string) {
  return code.split(/('[^']*'|"[^"]*"|(?<!:)\/\/[^\n]*|<\/?[a-z-]+|\/?>)/g).map((part, k) => {
    const kind = /^['"]/.test(part) ? 'string' : part.startsWith('//') ? 'comment' : /^<|>$/.test(part) ? 'tag' : undefined;
    return kind ? (
      <span key={k} data-kind={kind}>
        {part}
      </span>
    ) : (
      part
    );
  });
}

/** A piece of code on dark ground, with its label and a way to copy it. */
export function Code({ code, label }: { code: string; label: string }) {
  return (
    <figure className={classes.code}>
      <figcaption>
        {label}
        <CopyButton value={code}>
          {({ copied, copy }) => (
            <UnstyledButton className={classes.copy} onClick={copy}>
              {copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
              {copied ? texts.copied : texts.copy}
            </UnstyledButton>
          )}
        </CopyButton>
      </figcaption>
      <pre tabIndex={0} aria-label={label}>
        <code>{paint(code)}</code>
      </pre>
    </figure>
  );
}
