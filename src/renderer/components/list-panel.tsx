import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { useAddress } from './address.ts';
import { Bones } from './bones.tsx';
import { titleOf } from './declared.ts';
import { DetailPanel } from './detail-panel.tsx';
import { DiscardGuard } from './discard-guard.tsx';
import { RecordOperations } from './list-operations.tsx';
import type { DetailOf, ListScreenProps, Subject } from './list-screen.tsx';
import type { ListName, RowOf, ScreenOperation } from './list-types.ts';
import { EmptyState, ErrorState } from './message-states.tsx';
import type { PageCache } from './page-cache.ts';

interface ListPanelProps<L extends ListName, G extends OperationName | undefined> {
  readonly screen: ListScreenProps<L, G>;
  readonly pages: PageCache<RowOf<L>>;
  readonly selected: readonly RowOf<L>[];
  readonly onClose: () => void;
  readonly onForm: (operation: OperationName) => void;
  /** Set before the panel opens when the keyboard should go there. */
  readonly takesFocus: RefObject<boolean>;
}

/** Whether a form is about the open record, and not about the selected rows or about none. */
function isAboutRecord<S>({ place, bulk }: ScreenOperation<S>, selected: readonly unknown[]): boolean {
  return place === 'record' && (bulk !== true || selected.length === 0);
}

type PanelRef = RefObject<HTMLElement | null>;

const FIRST_FIELD = 'form :is(input, select, textarea):not([type=hidden], :disabled)';

/** Puts the keyboard into the panel once its content is there, if that is where it should go. */
function usePanelFocus(takesFocus: RefObject<boolean>, content: string | null): PanelRef {
  const panel = useRef<HTMLElement>(null);
  const wanted = useRef(takesFocus);
  useEffect(() => {
    if (content === null || panel.current === null || !wanted.current.current) return;
    wanted.current.current = false;
    (panel.current.querySelector<HTMLElement>(FIRST_FIELD) ?? panel.current).focus();
  }, [content]);
  return panel;
}

/** The record of the address, from its own operation or from the loaded rows. */
function useRecord<L extends ListName, G extends OperationName | undefined>({
  screen,
  pages,
}: ListPanelProps<L, G>) {
  const [{ id }] = useAddress();
  const { get, idOf } = screen;
  const enabled = id !== undefined && get !== undefined;
  const asked = useAnswer((get ?? screen.list) as 'users.get', { id: id ?? '' }, { enabled });
  const row = id === undefined ? undefined : pages.find((each) => idOf(each) === id)?.row;
  // What was known of a record that is gone is no longer true.
  const gone = asked.error?.failure.code === 'not-found';
  const known = get === undefined ? row : asked.data;
  const record = (gone ? undefined : known) as DetailOf<L, G> | undefined;
  const missing = get === undefined && record === undefined && pages.total !== null;
  return { id, record, error: asked.error, retry: asked.refetch, missing };
}

interface PartProps<L extends ListName, G extends OperationName | undefined> extends ListPanelProps<L, G> {
  readonly panel: PanelRef;
  readonly record: DetailOf<L, G>;
  readonly operation: ScreenOperation<Subject<L, G>> | undefined;
}

function FormPart<L extends ListName, G extends OperationName | undefined>(props: PartProps<L, G>) {
  const [address, change] = useAddress();
  const [changed, setChanged] = useState(false);
  const { operation, screen, onClose } = props;
  if (operation?.form === undefined) return null;
  const Form = operation.form;
  const aboutRecord = isAboutRecord(operation, props.selected);
  const subject = props.record as unknown as Subject<L, G>;
  const leave = () => {
    if (aboutRecord) change({ panel: undefined });
    else onClose();
  };
  return (
    <DetailPanel
      panelRef={props.panel}
      title={titleOf(operation.operation)}
      subtitle={aboutRecord ? screen.nameOf(subject) : undefined}
      wide={screen.wide ?? false}
      onClose={leave}
    >
      <DiscardGuard changed={changed} />
      <Form
        record={aboutRecord ? subject : null}
        records={aboutRecord ? [] : props.selected}
        node={address.node}
        onDone={() => {
          // The guard must have seen that nothing is unsaved before the address changes.
          setChanged(false);
          queueMicrotask(leave);
        }}
        onCancel={leave}
        onChanged={setChanged}
      />
    </DetailPanel>
  );
}

function DetailPart<L extends ListName, G extends OperationName | undefined>(props: PartProps<L, G>) {
  const { screen, record, onClose, onForm } = props;
  const subject = record as unknown as Subject<L, G>;
  const Detail = screen.detail;
  const own = (screen.operations ?? []).filter(
    ({ place, when }) => place === 'record' && (when?.(subject) ?? true),
  );
  return (
    <DetailPanel
      panelRef={props.panel}
      title={screen.nameOf(subject)}
      subtitle={screen.subtitle?.(record)}
      actions={
        own.length === 0 ? undefined : (
          <RecordOperations operations={own} record={subject} nameOf={screen.nameOf} onForm={onForm} />
        )
      }
      onClose={onClose}
      wide={screen.wide ?? false}
    >
      <Detail record={record} />
    </DetailPanel>
  );
}

function WaitingPart(props: {
  readonly panel: PanelRef;
  readonly title: string;
  readonly error: Error | null;
  readonly missing: boolean;
  /** An operation was asked for, but not for which record. */
  readonly choose: boolean;
  readonly wide: boolean;
  readonly onRetry: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const { error, missing, choose } = props;
  return (
    <DetailPanel panelRef={props.panel} title={props.title} onClose={props.onClose} wide={props.wide}>
      {choose ? <EmptyState title={t('list.chooseTitle')} text={t('list.chooseText')} /> : null}
      {error === null ? null : <ErrorState message={error.message} onRetry={props.onRetry} />}
      {missing ? <ErrorState title={t('list.rowGone')} message={t('list.rowGoneText')} /> : null}
      {choose || missing || error !== null ? null : <Bones />}
    </DetailPanel>
  );
}

/** The panel beside a list: the form of an operation, or the open record. */
export function ListPanel<L extends ListName, G extends OperationName | undefined>(
  props: ListPanelProps<L, G>,
) {
  const { t } = useTranslation();
  const { screen, onClose } = props;
  const [{ panel: wanted }] = useAddress();
  const { id, record, error, retry, missing } = useRecord(props);
  const operation = (screen.operations ?? []).find((each) => each.operation === wanted);
  const aboutRecord = operation === undefined || isAboutRecord(operation, props.selected);
  const known = !aboutRecord || record !== undefined;
  const panel = usePanelFocus(props.takesFocus, known ? `${wanted} ${id}` : null);
  if (operation === undefined && id === undefined) return null;
  if (!known) {
    return (
      <WaitingPart
        panel={panel}
        title={operation === undefined ? t('list.loading') : titleOf(operation.operation)}
        error={error}
        missing={missing && id !== undefined}
        choose={id === undefined}
        wide={screen.wide ?? false}
        onRetry={() => void retry()}
        onClose={onClose}
      />
    );
  }
  const part = { ...props, panel, operation, record: record as DetailOf<L, G> };
  if (operation?.form === undefined) return <DetailPart<L, G> key={id} {...part} />;
  return <FormPart<L, G> key={`${operation.operation} ${id}`} {...part} />;
}
