import { TagsInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import { useAccess } from '#renderer/state/access.ts';
import { useMay } from '#renderer/state/session.ts';
import { TAG_MAX, TAGS_MAX } from '#shared/operations/dialog-logs.ts';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './dialog-logs.module.css';

type Message = OutputOf<'dialogLogs.dialog'>[number];

const NONE: OutputOf<'dialogLogs.tags'> = [];

/** The tags of what the person may read, the commonest first. */
export function useTags(): OutputOf<'dialogLogs.tags'> {
  const may = useMay('dialogLogs.tags');
  return useAnswer('dialogLogs.tags', {}, { enabled: may }).data ?? NONE;
}

/** Tags as words. */
export function TagList({ tags }: { readonly tags: readonly string[] }) {
  if (tags.length === 0) return null;
  return (
    <span className={classes['tags']}>
      {tags.map((tag) => (
        <span key={tag} className={classes['tag']}>
          {tag}
        </span>
      ))}
    </span>
  );
}

/** The tags of a message; who may tag adds and removes them. */
export function TagEditor({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  const known = useTags();
  const [verdict] = useAccess([{ operation: 'dialogLogs.tag', kind: 'node', id: message.project }]);
  if (verdict?.allowed !== true) return <TagList tags={message.tags} />;
  const change = async (tags: readonly string[]) => {
    const { project, id, at } = message;
    const add = tags.filter((tag) => !message.tags.includes(tag));
    const remove = message.tags.filter((tag) => !tags.includes(tag));
    const reply = await call('dialogLogs.tag', { project, message: id, at, add, remove });
    if (!reply.ok) toastFailure(reply.error);
  };
  const counts = new Map(known.map(({ tag, messages }) => [tag, messages]));
  return (
    <TagsInput
      className={classes['tagger'] ?? ''}
      aria-label={t('dialogLogs.tagMessage')}
      placeholder={message.tags.length === 0 ? t('dialogLogs.tagHint') : ''}
      data={known.map(({ tag }) => tag)}
      value={[...message.tags]}
      maxTags={TAGS_MAX}
      maxLength={TAG_MAX}
      acceptValueOnBlur={false}
      onChange={(tags) => void change(tags)}
      renderOption={({ option }) => {
        const count = counts.get(option.value) ?? null;
        return count === null ? option.value : t('dialogLogs.tagCount', { tag: option.value, count });
      }}
    />
  );
}
