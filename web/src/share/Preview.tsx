import { ActionIcon, Tooltip } from '@mantine/core';
import { IconDeviceDesktop, IconDeviceMobile, IconExternalLink, IconMoon, IconSun } from '@tabler/icons-react';
import { useState } from 'react';

import { texts } from '../texts';
import type { Kind } from './kinds';
import classes from './Preview.module.css';
import { siteWith } from './site';
import { addressOf } from './snippet';

interface PreviewProps {
  kind: Kind;
  name: string;
  /** Of the link or the widget's persona. */
  id: string;
  snippet: string;
  inline: boolean;
  /** Another one: what the server keeps has changed. */
  version: string;
}

/** The public page or component itself: what is pasted, on a page like a customer's. */
export function Preview({ kind, name, id, snippet, inline, version }: PreviewProps) {
  const { share } = texts;
  const [phone, setPhone] = useState(false);
  const [night, setNight] = useState(false);
  const address = kind === 'widget' ? undefined : addressOf({ kind, id, server: location.origin });
  const tool = (label: string, pressed: boolean | undefined, icon: typeof IconMoon, act: () => void) => {
    const Icon = icon;
    return (
      <Tooltip label={label}>
        <ActionIcon aria-label={label} aria-pressed={pressed} size={34} onClick={act}>
          <Icon size={18} stroke={1.7} />
        </ActionIcon>
      </Tooltip>
    );
  };
  return (
    <section className={classes.preview} aria-labelledby="preview-title">
      <div className={classes.bar}>
        <h2 id="preview-title">{share.preview}</h2>
        <div className={classes.tools}>
          {tool(share.desktop, !phone, IconDeviceDesktop, () => setPhone(false))}
          {tool(share.phone, phone, IconDeviceMobile, () => setPhone(true))}
          {kind !== 'link' && tool(share.night, night, night ? IconSun : IconMoon, () => setNight(!night))}
          {address && (
            <Tooltip label={share.asVisitor}>
              <ActionIcon component="a" href={address} target="_blank" rel="noreferrer" aria-label={share.asVisitor} size={34}>
                <IconExternalLink size={18} stroke={1.7} />
              </ActionIcon>
            </Tooltip>
          )}
        </div>
      </div>
      <div className={classes.window} data-phone={phone || undefined}>
        <iframe
          key={`${version} ${night} ${phone}`}
          title={share.previewOf(name)}
          allow="microphone; autoplay"
          {...(kind === 'link' ? { src: address } : { srcDoc: siteWith(snippet, kind, inline, night) })}
        />
      </div>
    </section>
  );
}
