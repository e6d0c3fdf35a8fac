import { Button } from '@mantine/core';
import { IconArrowsSplit2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldShape } from './field-shape.ts';
import { formatCount } from './format.ts';
import classes from './operation-form.module.css';

type Side = 'yours' | 'theirs';
type Values = Readonly<Record<string, unknown>>;

interface ConflictViewProps {
  readonly fields: readonly FieldShape[];
  readonly yours: Values;
  /** The record as it is now. */
  readonly theirs: Values;
  /** The chosen value of each field that differs. */
  readonly onResolve: (chosen: Values) => void;
  readonly onDiscard: () => void;
}

function useWords(): (value: unknown) => string {
  const { t } = useTranslation();
  return (value) => {
    if (value === true) return t('form.yes');
    if (value === false) return t('form.no');
    if (Array.isArray(value)) {
      const words = value.map((each) =>
        typeof each === 'object' && each !== null && 'role' in each ? String(each.role) : String(each),
      );
      return words.length === 0 ? t('form.none') : words.join(', ');
    }
    if (typeof value === 'string' && value !== '') return value;
    return typeof value === 'number' ? formatCount(value) : t('form.none');
  };
}

function differs(name: string, yours: Values, theirs: Values): boolean {
  return name in theirs && JSON.stringify(yours[name]) !== JSON.stringify(theirs[name]);
}

/** Both sides of a change that somebody else's change overtook, with a choice for each field that differs. */
export function ConflictView({ fields, yours, theirs, onResolve, onDiscard }: ConflictViewProps) {
  const { t } = useTranslation();
  const words = useWords();
  const [chosen, setChosen] = useState<Readonly<Record<string, Side>>>({});
  const clashing = fields.filter(({ name }) => differs(name, yours, theirs));
  const sideOf = (name: string): Side => chosen[name] ?? 'yours';
  const resolve = () =>
    onResolve(
      Object.fromEntries(
        clashing.map(({ name }) => [name, sideOf(name) === 'yours' ? yours[name] : theirs[name]]),
      ),
    );
  return (
    <section className={classes['conflict']} role="alert">
      <h3>
        <IconArrowsSplit2 size={16} aria-hidden />
        {t('form.conflictTitle')}
      </h3>
      <p>{clashing.length === 0 ? t('form.conflictSame') : t('form.conflictText')}</p>
      {clashing.map(({ name, label }) => (
        <fieldset key={name} className={classes['sides']}>
          <legend>{label}</legend>
          {(['yours', 'theirs'] as const).map((side) => (
            <label key={side} className={classes['side']}>
              <input
                type="radio"
                name={`conflict-${name}`}
                checked={sideOf(name) === side}
                onChange={() => setChosen((now) => ({ ...now, [name]: side }))}
              />
              <span>{t(`form.${side}`)}</span>
              <span>{words(side === 'yours' ? yours[name] : theirs[name])}</span>
            </label>
          ))}
        </fieldset>
      ))}
      <div className={classes['actions']}>
        <Button onClick={resolve}>{clashing.length === 0 ? t('form.save') : t('form.saveChosen')}</Button>
        <Button variant="default" onClick={onDiscard}>
          {t('form.takeTheirs')}
        </Button>
      </div>
    </section>
  );
}
