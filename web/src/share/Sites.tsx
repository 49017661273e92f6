import { Button, Switch, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useState, type KeyboardEvent } from 'react';

import { texts } from '../texts';
import { siteOf } from './sites';
import classes from './Sites.module.css';

export interface Allowed {
  sites: readonly string[];
  anywhere: boolean;
}

/** Which pages may show it. Nobody's, until somebody says so. */
export function Sites({ sites, anywhere, onChange }: Allowed & { onChange: (allowed: Allowed) => void }) {
  const { share } = texts;
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    if (!typed.trim()) return;
    const site = siteOf(typed);
    setWrong(!site);
    if (!site) return;
    setTyped('');
    if (!sites.includes(site)) onChange({ sites: [...sites, site], anywhere });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !typed.trim()) return;
    event.preventDefault();
    add();
  };
  return (
    <div className={classes.sites}>
      <div className={classes.row}>
        <TextInput
          label={share.sites}
          description={share.sitesHint}
          placeholder={share.siteExample}
          inputMode="url"
          autoCapitalize="none"
          spellCheck={false}
          value={typed}
          disabled={anywhere}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onKeyDown={onKeyDown}
          onBlur={add}
          error={wrong && share.noSite}
        />
        <Button variant="default" onClick={add} disabled={anywhere} aria-label={share.addSite}>
          {share.add}
        </Button>
      </div>
      {sites.length > 0 && (
        <ul className={classes.list} data-idle={anywhere || undefined}>
          {sites.map((site) => (
            <li key={site}>
              {site.replace(/^https:\/\//, '')}
              <button type="button" aria-label={share.removeSite(site)} onClick={() => onChange({ sites: sites.filter((one) => one !== site), anywhere })}>
                <IconX size={14} stroke={2} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Switch
        label={share.anywhere}
        description={anywhere ? share.anywhereHint : undefined}
        checked={anywhere}
        onChange={(event) => onChange({ sites, anywhere: event.currentTarget.checked })}
      />
    </div>
  );
}
