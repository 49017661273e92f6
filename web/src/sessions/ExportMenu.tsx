import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useId } from 'react';

import type { Schemas } from '../api/client';
import { texts } from '../texts';
import classes from './ExportMenu.module.css';
import { type KeptSession, recordingOf, transcriptOf } from './queries';

interface ExportMenuProps {
  session: KeptSession;
  report?: Schemas['SessionAnalytics'];
}

/** Everything that is kept of a conversation, as files. What is not kept is not offered. */
export function ExportMenu({ session, report }: ExportMenuProps) {
  const id = useId();
  const transcript = useQuery(transcriptOf(session.id)).data;
  const recording = useQuery(recordingOf(session)).data;
  const texted = `/v1/sessions/${session.id}/transcript?format=`;
  const everything = () =>
    URL.createObjectURL(new Blob([JSON.stringify({ session, transcript, analytics: report }, null, 2)], { type: 'application/json' }));
  return (
    <>
      <Button variant="default" leftSection={<IconDownload size={17} />} popoverTarget={id}>
        {texts.session.export.label}
      </Button>
      <div id={id} popover="auto" className={classes.menu}>
        <a
          href="#json"
          download={`session-${session.id}.json`}
          onClick={(event) => {
            const url = everything();
            event.currentTarget.href = url;
            setTimeout(() => URL.revokeObjectURL(url), 10_000);
          }}
        >
          {texts.session.export.json}
        </a>
        {transcript && (
          <>
            <a href={`${texted}vtt`} download={`session-${session.id}.vtt`}>
              {texts.session.export.vtt}
            </a>
            <a href={`${texted}txt`} download={`session-${session.id}.txt`}>
              {texts.session.export.txt}
            </a>
          </>
        )}
        {recording && (
          <a href={recording} download={`session-${session.id}.mp4`}>
            {texts.session.export.mp4}
          </a>
        )}
      </div>
    </>
  );
}
