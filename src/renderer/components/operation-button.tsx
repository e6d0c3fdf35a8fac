import { Button, type ButtonProps, Tooltip } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { type AccessAsk, useAccess, type Verdict } from '#renderer/state/access.ts';
import { type Puzzle, useExplaining } from '#renderer/state/explain.ts';
import { below, useNodes } from '#renderer/state/nodes.ts';
import { useMay, useMe } from '#renderer/state/session.ts';
import type { OperationName } from '#shared/operations/index.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';
import { declared, targetOf, titleOf } from './declared.ts';
import classes from './operation-button.module.css';

/** More scopes than this are not asked about one by one. */
const MANY_SCOPES = 300;

type Input = Readonly<Record<string, unknown>>;

function asksFor(operation: OperationName, input: Input, scopes: readonly NodeRow[]): AccessAsk[] {
  const inputs = scopes.length === 0 ? [input] : scopes.map(({ id }) => ({ ...input, node: id }));
  return inputs.flatMap((each) => {
    const target = targetOf(operation, each);
    return target === null ? [] : [{ operation, ...target }];
  });
}

/**
 * May the person run the operation with this input? Where the input names no record (a create, whose form asks for the
 * scope), the answer is whether they may do it at `within` or anywhere below it.
 */
export function useVerdict(operation: OperationName, input: Input, within?: string): Verdict {
  const { t } = useTranslation();
  const me = useMe();
  const verdict = useOwnVerdict(operation, input, within);
  const looking = me?.viewedBy !== null && me?.viewedBy !== undefined;
  if (!looking || !verdict.allowed || declared(operation).kind === 'query') return verdict;
  const name = `${me.person.firstName} ${me.person.lastName}`;
  return { known: true, allowed: false, message: t('shell.viewingRefused', { name }) };
}

function useOwnVerdict(operation: OperationName, input: Input, within?: string): Verdict {
  const { t } = useTranslation();
  const nodes = useNodes();
  const open = targetOf(operation, input) === null;
  const scopes = open && within !== undefined ? below(nodes, within) : [];
  const many = scopes.length > MANY_SCOPES;
  const verdicts = useAccess(many ? [] : asksFor(operation, input, scopes));
  const somewhere = useMay(operation);
  const refusal = t('form.refused', { title: titleOf(operation) });
  if (verdicts.length === 0) return { known: true, allowed: somewhere, message: somewhere ? null : refusal };
  const [best] = verdicts.toSorted((a, b) => Number(b.allowed) - Number(a.allowed));
  const verdict = best as Verdict;
  return verdict.known && !verdict.allowed ? { ...verdict, message: verdict.message ?? refusal } : verdict;
}

/** What to explain of a refusal: the record or, for a create, the scope that was looked at. */
function puzzleOf(operation: OperationName, input: Input, within: string | undefined): Puzzle | null {
  const target = targetOf(operation, input) ?? targetOf(operation, { ...input, node: within });
  return target === null ? null : { operation, target };
}

interface OperationButtonProps {
  readonly operation: OperationName;
  /** What is known of the input: the record or the scope. */
  readonly input: Readonly<Record<string, unknown>>;
  /** For an input that does not name its record: the scope in the address. */
  readonly within?: string | undefined;
  readonly onRun: () => void;
  readonly icon?: ReactNode;
  readonly variant?: ButtonProps['variant'];
  /** Instead of the operation's title. */
  readonly label?: string;
}

/** A button for an operation. Refused, it stays focusable and says why in its tooltip and to screen readers. */
export function OperationButton(props: OperationButtonProps) {
  const { operation, input, onRun, icon, variant = 'default', label } = props;
  const { t } = useTranslation();
  const verdict = useVerdict(operation, input, props.within);
  const reasonId = useId();
  const nodes = useNodes();
  const explain = useExplaining((explaining) => explaining.explain);
  const puzzle = puzzleOf(operation, input, props.within ?? nodes[0]?.id);
  const reason = verdict.allowed ? null : verdict.message;
  const hint = reason === null || puzzle === null ? reason : `${reason} ${t('access.pressWhy')}`;
  const button = (
    <Button
      variant={variant}
      className={classes['button'] ?? ''}
      leftSection={icon}
      aria-disabled={!verdict.allowed || undefined}
      data-refused={(verdict.known && !verdict.allowed) || undefined}
      aria-describedby={reason === null ? undefined : reasonId}
      onClick={() => {
        if (verdict.allowed) onRun();
        else if (puzzle !== null) explain(puzzle);
      }}
    >
      {label ?? titleOf(operation)}
    </Button>
  );
  // One shape whether refused or not: a button that is put in anew would lose the keyboard.
  return (
    <>
      <Tooltip
        label={hint}
        disabled={hint === null}
        multiline
        maw={360}
        events={{ hover: true, focus: true, touch: true }}
      >
        {button}
      </Tooltip>
      {hint === null ? null : (
        <span id={reasonId} className={classes['hidden']}>
          {hint}
        </span>
      )}
    </>
  );
}
