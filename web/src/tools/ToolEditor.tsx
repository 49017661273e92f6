import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';

import { may, useAccount } from '../account/account';
import { ActionFailed } from '../lab/ActionFailed';
import { Back } from '../lab/Back';
import form from '../lab/form.module.css';
import { PageHeader } from '../lab/PageHeader';
import page from '../lab/page.module.css';
import { texts } from '../texts';
import { type Draft, draftOf, emptyDraft, flawsOf, isStored, wishOf } from './draft';
import { KindFields } from './KindFields';
import { KindPicker } from './KindPicker';
import type { Tool, ToolKind } from './kinds';
import { NameFields } from './NameFields';
import { useSave } from './queries';
import { RemoveTool } from './RemoveTool';
import { TestCall } from './TestCall';
import classes from './ToolEditor.module.css';

/** A tool that is stored, or one that is yet to be. */
export function ToolEditor({ tool, kind }: { tool?: Tool; kind: ToolKind }) {
  const { tools } = texts;
  const account = useAccount();
  const navigate = useNavigate();
  const save = useSave(tool?.id);
  const [draft, setDraft] = useState<Draft>(() => (tool ? draftOf(tool) : emptyDraft(kind)));
  const [unreadable, setUnreadable] = useState(0);
  const [shownFlaws, showFlaws] = useState(false);
  const locked = tool?.builtIn || !may(account, tool ? 'tools:update' : 'tools:create');
  const stored = tool !== undefined && isStored(draft, tool);
  const flaws = flawsOf(draft);
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    save.reset();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    showFlaws(true);
    if (flaws.size > 0 || unreadable > 0) return;
    save.mutate(wishOf(draft), {
      onSuccess: (answer) => {
        setDraft(draftOf(answer));
        showFlaws(false);
        if (!tool) void navigate({ to: '/tools/$toolId', params: { toolId: answer.id } });
      },
    });
  };
  const fields = {
    draft,
    flaws: shownFlaws ? flaws : new Set<never>(),
    onChange: change,
    onReadable: (readable: boolean) => setUnreadable((n) => n + (readable ? -1 : 1)),
  };
  return (
    <div className={page.page}>
      <PageHeader title={<><Back to="/tools" label={texts.tools.notThere.back} />{tool?.name ?? tools.new}</>} lead={tool && tools.usedBy(tool.usageCount)}>
        {tool && !tool.builtIn && may(account, 'tools:delete') && <RemoveTool tool={tool} />}
      </PageHeader>
      {tool?.builtIn && <p className={classes.note}>{tools.readOnly}</p>}
      <div className={classes.columns}>
        <form onSubmit={submit} noValidate>
          <fieldset className={`${classes.fields} ${form.form}`} disabled={locked}>
            <KindPicker kind={draft.kind} onPick={(picked) => change({ kind: picked })} />
            <NameFields {...fields} />
            <KindFields {...fields} />
            {!locked && (
              <div className={classes.save}>
                <Button type="submit" loading={save.isPending} disabled={stored}>
                  {tool ? tools.form.save : tools.form.create}
                </Button>
                <span role="status">{stored ? (save.isSuccess ? tools.form.saved : tools.form.nothingNew) : ''}</span>
                <ActionFailed error={save.error} />
              </div>
            )}
          </fieldset>
        </form>
        <TestCall tool={tool} draft={draft} changed={!stored} />
      </div>
    </div>
  );
}
