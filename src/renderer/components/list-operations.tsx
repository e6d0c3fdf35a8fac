import { ActionIcon, Tooltip } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePendingRun } from '#renderer/state/pending-run.ts';
import type { OperationName } from '#shared/operations/index.ts';
import classes from './list-screen.module.css';
import type { ScreenOperation } from './list-types.ts';
import { OperationButton } from './operation-button.tsx';

type Input = Readonly<Record<string, unknown>>;

function inputOf<S>(operation: ScreenOperation<S>, record: S): Input {
  return operation.input?.(record) ?? {};
}

/** Operations about no record, such as adding one; the first is the screen's main act. */
export function ToolbarOperations<S>(props: {
  readonly operations: readonly ScreenOperation<S>[];
  readonly node: string | undefined;
  readonly onForm: (operation: OperationName) => void;
}) {
  const { operations, node, onForm } = props;
  return operations
    .filter(({ place }) => place === 'toolbar')
    .map(({ operation, icon, run }, index) => (
      <OperationButton
        key={operation}
        operation={operation}
        input={{}}
        within={node}
        icon={icon}
        variant={index === 0 ? 'filled' : 'default'}
        onRun={() => (run === undefined ? onForm(operation) : run(node))}
      />
    ));
}

/** Runs an operation on records without a form. */
export function useRunOn<S>(nameOf: (record: S) => string) {
  const start = usePendingRun((pending) => pending.start);
  return (operation: ScreenOperation<S>, records: readonly S[]) => {
    const { consequence, fate: Fate } = operation;
    const [only] = records;
    const words = typeof consequence === 'function' ? consequence(records) : consequence;
    start({
      operation: operation.operation,
      items: records.map((record) => ({ label: nameOf(record), input: inputOf(operation, record) })),
      ...(words === undefined ? {} : { consequence: words }),
      ...(Fate === undefined || only === undefined || records.length > 1
        ? {}
        : { details: <Fate record={only} /> }),
      onDone: (outputs) => operation.onDone?.(records, outputs),
    });
  };
}

/** Operations on the open record. */
export function RecordOperations<S>(props: {
  readonly operations: readonly ScreenOperation<S>[];
  readonly record: S;
  readonly nameOf: (record: S) => string;
  readonly onForm: (operation: OperationName) => void;
}) {
  const { record, onForm } = props;
  const run = useRunOn(props.nameOf);
  return props.operations
    .filter(({ place, when }) => place === 'record' && (when?.(record) ?? true))
    .map((operation) => (
      <OperationButton
        key={operation.operation}
        operation={operation.operation}
        input={inputOf(operation, record)}
        icon={operation.icon}
        onRun={() => (operation.form === undefined ? run(operation, [record]) : onForm(operation.operation))}
      />
    ));
}

/** What can be done to all selected rows; takes the place of the filters while rows are selected. */
export function SelectionBar<S>(props: {
  readonly rows: readonly S[];
  readonly operations: readonly ScreenOperation<S>[];
  readonly nameOf: (record: S) => string;
  readonly onForm: (operation: OperationName) => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const { rows, operations, onForm, onClear } = props;
  const run = useRunOn(props.nameOf);
  return (
    <div className={classes['selected']}>
      <output className={classes['count']}>{t('list.selected', { count: rows.length })}</output>
      {operations.map((operation) => {
        const fitting = rows.filter((row) => operation.when?.(row) ?? true);
        const [first] = fitting;
        if (first === undefined) return null;
        return (
          <OperationButton
            key={operation.operation}
            operation={operation.operation}
            input={inputOf(operation, first)}
            icon={operation.icon}
            onRun={() =>
              operation.form === undefined ? run(operation, fitting) : onForm(operation.operation)
            }
          />
        );
      })}
      <Tooltip label={t('list.clearSelection')}>
        <ActionIcon variant="subtle" color="gray" aria-label={t('list.clearSelection')} onClick={onClear}>
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
