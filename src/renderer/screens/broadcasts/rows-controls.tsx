import { ActionIcon, Button, Checkbox, Input, NumberInput, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { type CallingWindow, KEY_ACTS, type KeyAct, RETRIED_OUTCOMES, type Retry } from '#shared/dialling.ts';
import classes from './broadcasts.module.css';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const KEYS = '1234567890*#'.split('');
const NINE = 9 * 60;
const EIGHT_PM = 20 * 60;
const MINUTE_S = 60;

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Minutes of what a time control holds; midnight at an end is the day's end. */
function minutesOf(text: string, end: boolean): number | null {
  const match = /^(\d{2}):(\d{2})/.exec(text);
  if (match === null) return null;
  const minutes = Number(match[1]) * 60 + Number(match[2]);
  return end && minutes === 0 ? 1_440 : minutes;
}

function replaced<T>(rows: readonly T[], at: number, row: T): T[] {
  return rows.map((each, index) => (index === at ? row : each));
}

function Rows(props: {
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Input.Wrapper label={props.label} labelElement="div" description={props.hint} error={props.error}>
      <fieldset className={classes['rows']} aria-label={props.label}>
        {props.children}
      </fieldset>
    </Input.Wrapper>
  );
}

function Remove({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <IconX size={15} />
    </ActionIcon>
  );
}

function Add({ label, onClick }: { readonly label: string; readonly onClick: () => void }) {
  return (
    <Button variant="subtle" size="compact-xs" leftSection={<IconPlus size={13} />} onClick={onClick}>
      {label}
    </Button>
  );
}

function HoursRows({ field, value, onChange, error }: ControlProps<CallingWindow[]>) {
  const { t } = useTranslation();
  const day = (number: number) => t(`broadcasts.days.${String(number) as '1'}`);
  const time = (at: number, edge: 'from' | 'to', text: string) => {
    const minutes = minutesOf(text, edge === 'to');
    const row = value[at];
    if (minutes !== null && row !== undefined) onChange(replaced(value, at, { ...row, [edge]: minutes }));
  };
  return (
    <Rows
      label={field.label}
      hint={t(value.length === 0 ? 'broadcasts.hoursNone' : 'broadcasts.hoursHint')}
      error={error}
    >
      {value.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <div key={at} className={classes['row']}>
          <Select
            aria-label={t('broadcasts.day')}
            data={DAYS.map((number) => ({ value: String(number), label: day(number) }))}
            value={String(row.day)}
            onChange={(chosen) => onChange(replaced(value, at, { ...row, day: Number(chosen) }))}
            allowDeselect={false}
          />
          <TextInput
            type="time"
            aria-label={`${day(row.day)}: ${t('broadcasts.from')}`}
            value={clock(row.from)}
            onChange={(event) => time(at, 'from', event.currentTarget.value)}
          />
          <TextInput
            type="time"
            aria-label={`${day(row.day)}: ${t('broadcasts.to')}`}
            value={clock(row.to % 1_440)}
            onChange={(event) => time(at, 'to', event.currentTarget.value)}
          />
          <Remove
            label={t('broadcasts.removeWindow', { day: day(row.day) })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      <div className={classes['adds']}>
        <Add
          label={t('broadcasts.addWindow')}
          onClick={() => onChange([...value, { day: 1, from: NINE, to: EIGHT_PM }])}
        />
        <Add
          label={t('broadcasts.weekdays')}
          onClick={() =>
            onChange(DAYS.slice(0, 5).map((number) => ({ day: number, from: NINE, to: EIGHT_PM })))
          }
        />
      </div>
    </Rows>
  );
}

function RetryRows({ field, value, onChange, error }: ControlProps<Retry[]>) {
  const { t } = useTranslation();
  return (
    <Rows label={field.label} hint={t('broadcasts.retriesHint')} error={error}>
      {RETRIED_OUTCOMES.map((outcome) => {
        const row = value.find((each) => each.outcome === outcome);
        const others = value.filter((each) => each.outcome !== outcome);
        return (
          <div key={outcome} className={classes['row']}>
            <Checkbox
              label={t(`state.${outcome}`)}
              checked={row !== undefined}
              onChange={(event) =>
                onChange(event.currentTarget.checked ? [...others, { outcome, afterSeconds: 300 }] : others)
              }
            />
            {row === undefined ? null : (
              <NumberInput
                aria-label={t('broadcasts.retryAfter', { outcome: t(`state.${outcome}`) })}
                suffix={` ${t('broadcasts.minutes')}`}
                value={row.afterSeconds / MINUTE_S}
                min={0.5}
                onChange={(minutes) =>
                  onChange([...others, { outcome, afterSeconds: Math.round(Number(minutes) * MINUTE_S) }])
                }
              />
            )}
          </div>
        );
      })}
    </Rows>
  );
}

function KeyRows({ field, value, onChange, error }: ControlProps<KeyAct[]>) {
  const { t } = useTranslation();
  const free = KEYS.find((key) => value.every((each) => each.key !== key));
  const acts = KEY_ACTS.map((act) => ({ value: act, label: t(`broadcasts.acts.${act}`) }));
  const set = (at: number, row: KeyAct) => onChange(replaced(value, at, row));
  return (
    <Rows label={field.label} hint={t('broadcasts.keysHint')} error={error}>
      {value.map((row, at) => (
        <div key={row.key} className={classes['row']} data-of="key">
          <Select
            aria-label={t('broadcasts.key')}
            data={KEYS}
            value={row.key}
            onChange={(key) => set(at, { ...row, key: key ?? row.key })}
            allowDeselect={false}
          />
          <Select
            aria-label={t('broadcasts.act', { key: row.key })}
            data={acts}
            value={row.act}
            onChange={(act) => {
              const known = KEY_ACTS.find((each) => each === act) ?? 'note';
              set(
                at,
                known === 'transfer'
                  ? { key: row.key, act: known, to: row.to ?? '' }
                  : { key: row.key, act: known },
              );
            }}
            allowDeselect={false}
          />
          {row.act === 'transfer' ? (
            <TextInput
              aria-label={t('broadcasts.transferTo', { key: row.key })}
              placeholder="+12025550123"
              value={row.to ?? ''}
              onChange={(event) => set(at, { ...row, to: event.currentTarget.value })}
            />
          ) : null}
          <Remove
            label={t('broadcasts.removeKey', { key: row.key })}
            onClick={() => onChange(value.filter((_, index) => index !== at))}
          />
        </div>
      ))}
      {free === undefined ? null : (
        <div className={classes['adds']}>
          <Add
            label={t('broadcasts.addKey')}
            onClick={() => onChange([...value, { key: free, act: 'note' }])}
          />
        </div>
      )}
    </Rows>
  );
}

/** A control for the weekly windows in which people may be called. */
export const hoursControl: Control<unknown> = control<CallingWindow[]>((props) => <HoursRows {...props} />);
/** A control for which outcomes are called again, and when. */
export const retriesControl: Control<unknown> = control<Retry[]>((props) => <RetryRows {...props} />);
/** A control for what callees' keys do. */
export const keysControl: Control<unknown> = control<KeyAct[]>((props) => <KeyRows {...props} />);
