/* oxlint-disable jsx-a11y/no-noninteractive-tabindex, jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/click-events-have-key-events -- the keyboard moves from message to message; the list has the keys of all */
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatUtc } from '#renderer/components/format.ts';
import { Dim } from '#renderer/components/values.tsx';
import type { OutputOf } from '#shared/operations/index.ts';
import classes from './dialog-logs.module.css';
import { TagEditor, TagList } from './tags.tsx';

type Message = OutputOf<'dialogLogs.dialog'>[number];

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'full' });

function Intent({ message: { intent, confidence } }: { readonly message: Message }) {
  const { t } = useTranslation();
  if (intent === '') return null;
  const sure =
    confidence === null
      ? intent
      : t('dialogLogs.intentOf', { intent, percent: Math.round(confidence * 100) });
  return <span className={classes['intent']}>{sure}</span>;
}

function Bubble(props: { readonly message: Message; readonly active: boolean; readonly onPick: () => void }) {
  const { t } = useTranslation();
  const { message, active } = props;
  return (
    <li
      className={classes['message']}
      data-way={message.direction}
      data-active={active || undefined}
      aria-current={active || undefined}
      tabIndex={active ? 0 : -1}
      onClick={props.onPick}
    >
      <div className={classes['who']}>
        <span>{message.speaker}</span>
        <Tooltip label={formatUtc(message.at)}>
          <time dateTime={new Date(message.at).toISOString()}>{clock.format(message.at)}</time>
        </Tooltip>
      </div>
      <p className={classes['bubble']} dir="auto">
        {message.text === '' ? <Dim>{t('dialogLogs.wordless')}</Dim> : message.text}
      </p>
      <Intent message={message} />
      {active ? <TagEditor key={message.id} message={message} /> : <TagList tags={message.tags} />}
    </li>
  );
}

function destination(key: string, at: number, last: number): number | null {
  if (key === 'ArrowDown' || key === 'j') return Math.min(last, at + 1);
  if (key === 'ArrowUp' || key === 'k') return Math.max(0, at - 1);
  if (key === 'Home') return 0;
  return key === 'End' ? last : null;
}

/** Which message is current, starting with the one that was opened; moving takes the keyboard along. */
function useCurrent(messages: readonly Message[], opened: string) {
  const found = () =>
    Math.max(
      0,
      messages.findIndex(({ id }) => id === opened),
    );
  const [current, setCurrent] = useState({ opened, at: found() });
  const list = useRef<HTMLOListElement>(null);
  const moved = useRef(false);
  const at = current.opened === opened ? current.at : found();
  const goTo = (next: number) => {
    moved.current = true;
    setCurrent({ opened, at: next });
  };
  useEffect(() => {
    const message = list.current?.children[at];
    if (!(message instanceof HTMLElement)) return;
    message.scrollIntoView({ block: 'nearest' });
    if (moved.current) message.focus({ preventScroll: true });
    moved.current = false;
  }, [at]);
  return { at, goTo, list };
}

/** A dialog as a conversation: what came in stands at the start, what went out at the end. */
export function Conversation(props: { readonly messages: readonly Message[]; readonly opened: string }) {
  const { t } = useTranslation();
  const { messages, opened } = props;
  const { at, goTo, list } = useCurrent(messages, opened);
  const last = messages.length - 1;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const to = event.altKey || event.ctrlKey || event.metaKey ? null : destination(event.key, at, last);
    if (to === null) return;
    event.preventDefault();
    goTo(to);
  };
  const [first] = messages;
  return (
    <div className={classes['conversation']}>
      <div className={classes['tools']}>
        <span>{first === undefined ? '' : day.format(first.at)}</span>
        <span className={classes['position']}>
          {t('dialogLogs.position', { at: at + 1, total: messages.length })}
        </span>
        <Tooltip label={t('dialogLogs.previous')}>
          <ActionIcon
            variant="default"
            aria-label={t('dialogLogs.previous')}
            disabled={at === 0}
            onClick={() => goTo(at - 1)}
          >
            <IconChevronUp size={16} />
          </ActionIcon>
        </Tooltip>
        <Tooltip label={t('dialogLogs.next')}>
          <ActionIcon
            variant="default"
            aria-label={t('dialogLogs.next')}
            disabled={at === last}
            onClick={() => goTo(at + 1)}
          >
            <IconChevronDown size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      <p className={classes['hint']}>
        {t('dialogLogs.keys')} {t('dialogLogs.utc')}
      </p>
      <ol
        ref={list}
        className={classes['messages']}
        aria-label={t('dialogLogs.conversation')}
        onKeyDown={onKeyDown}
      >
        {messages.map((message, index) => (
          <Bubble key={message.id} message={message} active={index === at} onPick={() => goTo(index)} />
        ))}
      </ol>
    </div>
  );
}
