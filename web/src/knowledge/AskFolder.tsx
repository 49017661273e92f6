import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';

import { ActionFailed } from '../lab/ActionFailed';
import { texts } from '../texts';
import classes from './AskFolder.module.css';
import { type Folder, found, type Hit } from './queries';

/** What a persona would find in this folder. */
export function AskFolder({ folder }: { folder: Folder }) {
  const { ask } = texts.knowledge;
  const [question, setQuestion] = useState('');
  const [asked, setAsked] = useState('');
  const { data, error, isFetching } = useQuery({ ...found(folder.id, asked), enabled: asked !== '' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(question.trim());
  };
  return (
    <section className={classes.ask} aria-labelledby="ask">
      <h2 id="ask">{ask.title}</h2>
      <p>{ask.lead}</p>
      <form onSubmit={submit}>
        <TextInput
          aria-label={ask.question}
          placeholder={ask.placeholder}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
          maxLength={10_000}
        />
        <Button type="submit" loading={isFetching} disabled={!question.trim()}>
          {ask.submit}
        </Button>
      </form>
      <ActionFailed error={error} />
      <div aria-live="polite" className={classes.answer}>
        {data && asked && (
          <>
            {data.hits.length === 0 && <p>{ask.nothing}</p>}
            <ol>
              {data.hits.map((hit) => (
                <Found key={`${hit.documentId} ${hit.chunkIndex}`} hit={hit} />
              ))}
            </ol>
            {ask.how[data.how] && <p className={classes.how}>{ask.how[data.how]}</p>}
          </>
        )}
      </div>
    </section>
  );
}

function Found({ hit: { filename, content, score, metadata } }: { hit: Hit }) {
  const { ask } = texts.knowledge;
  const place = ask.place(metadata);
  return (
    <li>
      <header>
        <strong>{filename}</strong>
        {place && <span>{place}</span>}
        <span className={`${classes.score} vv-num`} title={ask.score(score)}>
          <span className="vv-sr">{ask.score(score)}</span>
          <span aria-hidden="true">{score.toFixed(2)}</span>
        </span>
      </header>
      <p className={classes.text}>{content}</p>
    </li>
  );
}
