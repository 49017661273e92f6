import { Tabs } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';

import type { Schemas } from '../api/client';
import { Code } from '../lab/Code';
import { texts } from '../texts';
import { Figures } from './Figures';
import { nameOf } from './queries';
import { Recording } from './Recording';
import classes from './SessionReport.module.css';
import { Spoken } from './Spoken';
import { tapeOf } from './tape';
import { ToolCalls } from './ToolCalls';
import { TurnDetail } from './TurnDetail';
import { StageKey, Waterfall } from './Waterfall';

const route = getRouteApi('/lab/sessions/$sessionId');

interface SessionReportProps {
  session: Schemas['KeptSessionDetail'];
  report: Schemas['SessionAnalytics'];
}

/** A conversation that is over: figures, recording, what was said, and where each gap went. The chosen turn is in the address. */
export function SessionReport({ session, report }: SessionReportProps) {
  const { turn: chosen, tab = 'transcript' } = route.useSearch();
  const navigate = route.useNavigate();
  const tape = useMemo(() => tapeOf(report), [report]);
  const [seekS, setSeekS] = useState<{ s: number }>();
  const name = nameOf(session) ?? texts.sessions.nameless;
  const selected = tape.turns.find(({ number }) => number === chosen);
  const { tabs, waterfall } = texts.session;

  const select = (number: number) => {
    void navigate({ search: (before) => ({ ...before, turn: number }), replace: true, resetScroll: false });
    const turn = tape.turns.find((one) => one.number === number);
    const atS = turn?.you?.fromS ?? turn?.persona?.fromS;
    if (atS !== undefined) setSeekS({ s: atS });
  };
  const open = (value: string | null) =>
    void navigate({
      search: (before) => ({ ...before, tab: value === 'tools' || value === 'config' ? value : undefined }),
      replace: true,
      resetScroll: false,
    });

  return (
    <>
      <Figures tape={tape} report={report} />
      <Recording session={session} tape={tape} name={name} selected={chosen} seek={seekS} onSelect={select} />
      <div className={classes.columns}>
        <section className={classes.column} aria-label={tabs.label}>
          <Tabs value={tab} onChange={open} keepMounted={false}>
            <Tabs.List>
              <Tabs.Tab value="transcript">{tabs.transcript}</Tabs.Tab>
              <Tabs.Tab value="tools">{tabs.tools(session.toolCalls.length)}</Tabs.Tab>
              <Tabs.Tab value="config">{tabs.config}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="transcript" pt={10}>
              <Spoken session={session} tape={tape} name={name} selected={chosen} onSelect={select} />
            </Tabs.Panel>
            <Tabs.Panel value="tools" pt={14}>
              <ToolCalls calls={session.toolCalls} />
            </Tabs.Panel>
            <Tabs.Panel value="config" pt={14}>
              <Code label={texts.session.config} code={JSON.stringify(session.personaConfig, null, 2)} />
            </Tabs.Panel>
          </Tabs>
        </section>
        <section className={classes.column} data-sticky aria-labelledby="waterfall">
          <div className={classes.head}>
            <h2 id="waterfall">{waterfall.title}</h2>
            <StageKey />
          </div>
          <Waterfall turns={tape.turns} selected={chosen} onSelect={select} />
          <TurnDetail turn={selected} name={name} />
          {report.summary.usage && (
            <p className={classes.tokens} title={texts.tokens.hint}>
              {texts.tokens.ofSession(report.summary.usage)}
            </p>
          )}
          {texts.tokens.besides(report.summary.overheadTokens) && (
            <p className={classes.tokens} title={texts.tokens.restHint}>
              {texts.tokens.ofRest(report.summary.overheadTokens)}
            </p>
          )}
        </section>
      </div>
    </>
  );
}
