import { Button, CloseButton, Popover, Switch, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OperationName } from '#shared/operations/index.ts';
import type { FilterValue } from './address.ts';
import type { Option } from './field-control.tsx';
import { type FieldShape, fieldOf } from './field-shape.ts';
import classes from './filter-bar.module.css';
import { formatTime } from './format.ts';
import type { FilterSpec, Filters } from './list-types.ts';

interface FilterBarProps {
  readonly list: OperationName;
  readonly specs: readonly FilterSpec[];
  readonly filters: Filters;
  readonly onChange: (key: string, value: FilterValue | undefined) => void;
  readonly onClear: () => void;
}

interface EditorProps {
  readonly field: FieldShape;
  readonly spec: FilterSpec;
  readonly value: FilterValue | undefined;
  readonly onPick: (value: FilterValue | undefined) => void;
}

function optionsOf(field: FieldShape, spec: FilterSpec): readonly Option[] {
  return spec.options ?? field.options.map((value) => ({ value, label: value }));
}

/** Unix ms as the value of a datetime-local control, in this machine's zone. */
function toLocal(at: FilterValue | undefined): string {
  if (typeof at !== 'number') return '';
  return new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function TextEditor({ field, spec, value, onPick }: EditorProps) {
  const { t } = useTranslation();
  const time = spec.control === 'time';
  const [draft, setDraft] = useState(time ? toLocal(value) : String(value ?? ''));
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const text = draft.trim();
    if (text === '') onPick(undefined);
    else onPick(time ? new Date(text).getTime() : text);
  };
  return (
    <form className={classes['editor']} onSubmit={apply}>
      <TextInput
        aria-label={field.label}
        type={time ? 'datetime-local' : 'text'}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
        data-autofocus
      />
      <Button type="submit">{t('list.apply')}</Button>
    </form>
  );
}

function ChoiceEditor({ field, spec, value, onPick }: EditorProps) {
  const { t } = useTranslation();
  const options = [{ value: '', label: t('list.any') }, ...optionsOf(field, spec)];
  return (
    <fieldset aria-label={field.label} className={classes['choices']}>
      {options.map((option) => (
        <UnstyledButton
          key={option.value}
          aria-pressed={String(value ?? '') === option.value}
          className={classes['choice']}
          onClick={() => onPick(option.value === '' ? undefined : option.value)}
        >
          {option.label}
        </UnstyledButton>
      ))}
    </fieldset>
  );
}

function valueWords(value: FilterValue, field: FieldShape, spec: FilterSpec): string {
  if (spec.control === 'time') return formatTime(Number(value));
  return optionsOf(field, spec).find((option) => option.value === String(value))?.label ?? String(value);
}

function FilterChip(props: EditorProps) {
  const { t } = useTranslation();
  const { field, spec, value, onPick } = props;
  const [open, setOpen] = useState(false);
  const pick = (next: FilterValue | undefined) => {
    setOpen(false);
    onPick(next);
  };
  const chosen = value !== undefined;
  const isChoice = field.kind === 'choice' || spec.options !== undefined;
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus returnFocus>
      <span className={classes['chip']} data-chosen={chosen || undefined}>
        <Popover.Target>
          <UnstyledButton
            className={classes['open']}
            aria-label={chosen ? undefined : t('list.filterBy', { name: field.label })}
            onClick={() => setOpen(!open)}
          >
            {chosen
              ? t('list.filterValue', { name: field.label, value: valueWords(value, field, spec) })
              : field.label}
            {chosen ? null : <IconChevronDown size={13} aria-hidden />}
          </UnstyledButton>
        </Popover.Target>
        {chosen ? (
          <UnstyledButton
            className={classes['remove']}
            aria-label={t('list.removeFilter', { name: field.label })}
            onClick={() => pick(undefined)}
          >
            <IconX size={13} aria-hidden />
          </UnstyledButton>
        ) : null}
      </span>
      <Popover.Dropdown p={8}>
        {isChoice ? <ChoiceEditor {...props} onPick={pick} /> : <TextEditor {...props} onPick={pick} />}
      </Popover.Dropdown>
    </Popover>
  );
}

/** The filters of a list as chips; each knows its control from the list's declared input. */
export function FilterBar({ list, specs, filters, onChange, onClear }: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <>
      {specs.map((spec) => {
        const field = fieldOf(list, spec.key);
        const value = filters[spec.key];
        if (field.kind === 'switch') {
          return (
            <Switch
              key={spec.key}
              size="xs"
              className={classes['switch'] ?? ''}
              label={field.label}
              checked={value === true}
              onChange={(event) => onChange(spec.key, event.currentTarget.checked || undefined)}
            />
          );
        }
        const pick = (next: FilterValue | undefined) => onChange(spec.key, next);
        return <FilterChip key={spec.key} field={field} spec={spec} value={value} onPick={pick} />;
      })}
      {Object.keys(filters).length < 2 ? null : (
        <Button variant="subtle" size="compact-sm" color="gray" onClick={onClear}>
          {t('list.clearFilters')}
        </Button>
      )}
    </>
  );
}

/** The search of a list; `/` puts the cursor there. */
export function SearchField(props: {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly attach: (element: HTMLInputElement | null) => void;
  readonly onLeave: () => void;
  readonly icon: React.ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <TextInput
      ref={(element) => props.attach(element)}
      className={classes['search'] ?? ''}
      type="search"
      aria-label={t('list.search')}
      placeholder={t('list.searchHint')}
      leftSection={props.icon}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && props.value !== '') props.onChange('');
        else if (event.key === 'Escape' || event.key === 'ArrowDown' || event.key === 'Enter')
          props.onLeave();
        else return;
        event.preventDefault();
      }}
      rightSection={
        props.value === '' ? null : (
          <CloseButton size="sm" aria-label={t('list.clearSearch')} onClick={() => props.onChange('')} />
        )
      }
    />
  );
}
