import { MultiSelect, TagsInput } from '@mantine/core';
import { useAnswer } from '#renderer/client.ts';
import { fieldOf } from '#renderer/components/field-shape.ts';
import { timeControl } from '#renderer/components/time-control.tsx';
import { t } from '#renderer/texts/texts.ts';
import type { Failure } from '#shared/reply.ts';
import classes from './users.module.css';

/** What narrows an assignment; times in Unix ms. */
export interface Narrowing {
  readonly lines: string[];
  readonly products: string[];
  readonly queues: string[];
  readonly from: number | null;
  readonly until: number | null;
}

export const NOT_NARROWED: Narrowing = { lines: [], products: [], queues: [], from: null, until: null };

const DAY = 86_400_000;
const FROM = fieldOf('assignments.grant', 'from');
const UNTIL = fieldOf('assignments.grant', 'until');
const LINES = fieldOf('assignments.grant', 'lines');
const PRODUCTS = fieldOf('assignments.grant', 'products');
const QUEUES = fieldOf('assignments.grant', 'queues');
const FromField = timeControl();
const UntilField = timeControl({
  shortcuts: [
    { label: t('users.inWeek'), at: () => inDays(7) },
    { label: t('users.inMonth'), at: () => inDays(30) },
    { label: t('users.noEnd'), at: () => null },
  ],
});

/** The end of the day that comes so many days from now, in this machine's zone. */
function inDays(days: number): number {
  return new Date(Date.now() + days * DAY).setHours(23, 59, 0, 0);
}

interface Props {
  readonly node: string;
  /** The qualifiers that the role knows. */
  readonly kinds: readonly string[];
  readonly values: Narrowing;
  readonly failure: Failure | null;
  readonly onChange: (patch: Partial<Narrowing>) => void;
}

function faultAt(failure: Failure | null, name: string): string | undefined {
  return failure?.fields?.find(({ path }) => path === name)?.message;
}

function Qualifiers({ node, kinds, values, failure, onChange }: Props) {
  const enabled = kinds.includes('lines') || kinds.includes('products');
  const offered = useAnswer('assignments.qualifiers', { node }, { enabled }).data;
  const fault = (name: string) => faultAt(failure, name);
  return (
    <>
      {kinds.includes('products') ? (
        <MultiSelect
          label={PRODUCTS.label}
          description={t('users.productsHint')}
          data={[...new Set([...(offered?.products ?? []), ...values.products])]}
          value={[...values.products]}
          onChange={(products) => onChange({ products })}
          error={fault('products')}
        />
      ) : null}
      {kinds.includes('lines') ? (
        <MultiSelect
          label={LINES.label}
          description={t('users.linesHint')}
          data={(offered?.lines ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={[...values.lines]}
          onChange={(lines) => onChange({ lines })}
          error={fault('lines')}
          searchable
        />
      ) : null}
      {kinds.includes('queues') ? (
        <TagsInput
          label={QUEUES.label}
          description={t('users.queuesHint')}
          value={[...values.queues]}
          onChange={(queues) => onChange({ queues })}
          error={fault('queues')}
        />
      ) : null}
    </>
  );
}

/** Products, lines and queues where the role knows them, and the time of an assignment. */
export function NarrowingFields(props: Props) {
  const { values, failure, onChange } = props;
  return (
    <>
      <Qualifiers {...props} />
      <div className={classes['pair']}>
        <FromField
          field={FROM}
          value={values.from}
          onChange={(from) => onChange({ from: from as number | null })}
          onPreset={() => undefined}
          error={faultAt(failure, 'from')}
          values={{}}
        />
        <UntilField
          field={UNTIL}
          value={values.until}
          onChange={(until) => onChange({ until: until as number | null })}
          onPreset={() => undefined}
          error={faultAt(failure, 'until')}
          values={{}}
        />
      </div>
    </>
  );
}
