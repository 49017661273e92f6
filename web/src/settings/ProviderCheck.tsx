import { Button } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, IconStethoscope } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { may, useAccount } from '../account/account';
import { api } from '../api/client';
import { answerOf } from '../api/refused';
import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import findings from './Findings.module.css';
import classes from './Health.module.css';
import { type ProviderWord, wordsOf } from './providers';

/** Whether whoever listens, thinks and speaks here answers, found out by asking each of them one thing. */
export function ProviderCheck() {
  const { providers } = texts.settings;
  const account = useAccount();
  const check = useMutation({ mutationFn: () => answerOf(api.POST('/v1/server/checkup')) });
  return (
    <section className={`${classes.section} ${classes.wide}`} aria-labelledby="providers">
      <h2 id="providers">{providers.title}</h2>
      <p>{providers.lead}</p>
      <div>
        <Button
          variant="default"
          leftSection={<IconStethoscope size={17} stroke={1.8} aria-hidden="true" />}
          disabled={!may(account, 'organization:update')}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          {check.data ? providers.again : providers.check}
        </Button>
      </div>
      <ActionFailed error={check.error} />
      <div aria-live="polite">
        {check.isPending && <p>{providers.asking}</p>}
        {check.data && !check.isPending && (
          <ul className={findings.findings}>
            {wordsOf(check.data).map((word, k) => (
              <Word key={k} word={word} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

const ICONS = { good: IconCircleCheck, advice: IconInfoCircle, bad: IconAlertTriangle, none: IconInfoCircle };

function Word({ word }: { word: ProviderWord }) {
  const { providers } = texts.settings;
  const Icon = ICONS[word.level];
  const [title, body] = sentencesFor(word);
  return (
    <li data-level={word.level}>
      <Icon size={20} stroke={1.8} aria-hidden="true" />
      <strong>
        <span className="vv-sr">{providers.levels[word.level]}: </span>
        {title}
      </strong>
      {body && <span dir="auto">{body}</span>}
    </li>
  );
}

function sentencesFor(word: ProviderWord): readonly [string, string?] {
  const { providers } = texts.settings;
  switch (word.about) {
    case 'ends':
      return providers.ends(word.day);
    case 'voiceless':
      return providers.voiceless(word.vendor);
    default: {
      const { stage, provider, firstMs, said, error } = word.finding;
      const name = provider.replace(/^the /, 'The ');
      if (error !== null) return [providers.fails[stage](name), error];
      return [providers.works[stage](name, firstMs ?? 0), said ? providers.said[stage](said) : undefined];
    }
  }
}
