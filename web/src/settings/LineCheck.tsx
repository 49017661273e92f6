import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconPlugConnected } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import { checkLine } from './checkLine';
import findings from './Findings.module.css';
import classes from './Health.module.css';
import { type LineWord, verdict } from './line';
import type { ServerState } from './queries';

/** Whether this browser could talk to this server, found out by trying. */
export function LineCheck({ servers }: { servers: ServerState['network']['iceServers'] }) {
  const { line } = texts.settings;
  const check = useMutation({ mutationFn: () => checkLine(servers) });
  return (
    <section className={`${classes.section} ${classes.wide}`} aria-labelledby="line">
      <h2 id="line">{line.title}</h2>
      <p>{line.lead}</p>
      <div>
        <Button variant="default" leftSection={<IconPlugConnected size={17} stroke={1.8} />} loading={check.isPending} onClick={() => check.mutate()}>
          {check.data ? line.again : line.check}
        </Button>
      </div>
      <ActionFailed error={check.error} />
      <div aria-live="polite">
        {check.data && (
          <ul className={findings.findings}>
            {verdict(check.data).map((word) => {
              const level = levelOf(word);
              const Icon = ICONS[level];
              return (
                <li key={word.about} data-level={level}>
                  <Icon size={20} stroke={1.8} aria-hidden="true" />
                  <strong>
                    <span className="vv-sr">{word.good ? line.good : line.bad}: </span>
                    {sentenceFor(word)}
                  </strong>
                </li>
              );
            })}
          </ul>
        )}
      </div>
    </section>
  );
}

const ICONS = { good: IconCircleCheck, bad: IconAlertTriangle, none: IconInfoCircle };

const levelOf = (word: LineWord) => (!word.good ? 'bad' : 'asked' in word && !word.asked ? 'none' : 'good');

function sentenceFor(word: LineWord): string {
  const { line } = texts.settings;
  switch (word.about) {
    case 'connected':
      return line.connected(word.ms, word.relayed, word.protocol);
    case 'unreachable':
      return line.unreachable(word.turn);
    case 'echo':
      return line.echo(word.medianMs, word.lost, word.sent);
    default:
      return word.asked ? line[word.about][word.good ? 'yes' : 'no'] : line[word.about].none;
  }
}
