import { ActionIcon, NativeSelect } from '@mantine/core';
import { IconBook2, IconTool, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import { texts } from '../texts';
import classes from './Attached.module.css';
import { folders, tools } from './queries';
import { Section, type SectionProps } from './Section';

const TOOL = 'tool:';
const FOLDER = 'folder:';

/** Tools and knowledge folders, in the order in which the persona was given them. */
export function Attached({ fields, onSave }: SectionProps) {
  const words = texts.build.tools;
  const { data: allTools = [] } = useQuery(tools);
  const { data: allFolders = [] } = useQuery(folders);
  const attached = [
    ...fields.toolIds.flatMap((id) => {
      const tool = allTools.find((one) => one.id === id);
      return tool ? [{ id, icon: IconTool, name: tool.name, note: words.kinds[tool.type], detach: () => onSave({ toolIds: fields.toolIds.filter((one) => one !== id) }) }] : [];
    }),
    ...fields.knowledge.flatMap((id) => {
      const folder = allFolders.find((one) => one.id === id);
      return folder
        ? [{ id, icon: IconBook2, name: folder.name, note: words.documents(folder.documentCount), detach: () => onSave({ knowledge: fields.knowledge.filter((one) => one !== id) }) }]
        : [];
    }),
  ];
  const moreTools = allTools.filter(({ id }) => !fields.toolIds.includes(id));
  const moreFolders = allFolders.filter(({ id }) => !fields.knowledge.includes(id));
  const attach = (value: string) => {
    if (value.startsWith(TOOL)) onSave({ toolIds: [...fields.toolIds, value.slice(TOOL.length)] });
    else if (value.startsWith(FOLDER)) onSave({ knowledge: [...fields.knowledge, value.slice(FOLDER.length)] });
  };
  return (
    <Section title={words.title} hint={words.hint}>
      {attached.length > 0 ? (
        <ul className={classes.list}>
          {attached.map(({ id, icon: Icon, name, note, detach }) => (
            <li key={id}>
              <Icon size={17} stroke={1.7} aria-hidden="true" />
              <code>{name}</code>
              <span>{note}</span>
              <ActionIcon aria-label={words.detach(name)} onClick={detach}>
                <IconX size={16} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      ) : (
        <p className={classes.none}>{words.none}</p>
      )}
      {moreTools.length + moreFolders.length > 0 ? (
        <NativeSelect aria-label={words.attach} className={classes.attach} value="" onChange={(event) => attach(event.currentTarget.value)}>
          <option value="">{words.choose}</option>
          {moreTools.length > 0 && (
            <optgroup label={words.tools}>
              {moreTools.map(({ id, name }) => (
                <option key={id} value={TOOL + id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
          {moreFolders.length > 0 && (
            <optgroup label={words.folders}>
              {moreFolders.map(({ id, name }) => (
                <option key={id} value={FOLDER + id}>
                  {name}
                </option>
              ))}
            </optgroup>
          )}
        </NativeSelect>
      ) : (
        <p className={classes.none}>{words.nothingElse}</p>
      )}
    </Section>
  );
}
