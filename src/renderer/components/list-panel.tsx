import { type ComponentType, type RefObject, useEffect, useRef, useState } from 'react';
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
import type { ListName, RowOf } from './list-types.ts';
import { ErrorState } from './message-states.tsx';
import type { PageCache } from './page-cache.ts';

interface ListPanelProps<L extends ListName, G extends OperationName | undefined> {
  readonly screen: ListScreenProps<L, G>;
  readonly pages: PageCache<RowOf<L>>;
  readonly onClose: () => void;
  readonly onForm: (operation: OperationName) => void;
  /** Set before the panel opens when the keyboard should go there. */
  readonly takesFocus: RefObject<boolean>;
}

function usePanelFocus(takesFocus: RefObject<boolean>, ready: unknown): RefObject<HTMLElement | null> {
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!takesFocus.current || panel.current === null) return;
    takesFocus.current = false;
    const field = panel.current.querySelector<HTMLElement>(
      'form :is(input, select, textarea):not([type=hidden])',
    );
    (field ?? panel.current).focus();
  }, [takesFocus, ready]);
  return panel;
}

/** What the panel is about: the record of the address, from its own operation or from the loaded rows. */
function useRecord<L extends ListName, G extends OperationName | undefined>({
  screen,
  pages,
}: ListPanelProps<L, G>) {
  const [address] = useAddress();
  const { get, idOf } = screen;
  const id = address.id;
  const asked = useAnswer(
    (get ?? screen.list) as 'users.get',
    { id: id ?? '' },
    {
      enabled: id !== undefined && get !== undefined,
    },
  );
  const row = id === undefined ? undefined : pages.find((each) => idOf(each as Subject<L, G>) === id)?.row;
  const record = (get === undefined ? row : asked.data) as DetailOf<L, G> | undefined;
  const missing = get === undefined && record === undefined && pages.total !== null;
  return { id, record, error: asked.error, retry: asked.refetch, missing };
}

/** The panel beside a list: the form of an operation, or the open record. */
export function ListPanel<L extends ListName, G extends OperationName | undefined>(
  props: ListPanelProps<L, G>,
) {
  const { t } = useTranslation();
  const { screen, onClose, onForm } = props;
  const [address, change] = useAddress();
  const { id, record, error, retry, missing } = useRecord(props);
  const [changed, setChanged] = useState(false);
  const operations = screen.operations ?? [];
  const operation = operations.find((each) => each.form !== undefined && each.operation === address.panel);
  const aboutRecord = operation === undefined || operation.place === 'record';
  const panel = usePanelFocus(props.takesFocus, `${address.panel} ${id} ${record !== undefined}`);
  if (operation === undefined && id === undefined) return null;
  if (aboutRecord && record === undefined) {
    return (
      <DetailPanel panelRef={panel} title={t('list.loading')} onClose={onClose}>
        {error !== null ? (
          <ErrorState message={error.message} onRetry={() => void retry()} />
        ) : missing ? (
          <ErrorState title={t('list.rowGone')} message={t('list.rowGoneText')} />
        ) : (
          <Bones />
        )}
      </DetailPanel>
    );
  }
  const subject = record as unknown as Subject<L, G>;
  if (operation?.form !== undefined) {
    const Form = operation.form as ComponentType<React.ComponentProps<typeof operation.form>>;
    const leave = () => {
      setChanged(false);
      if (id === undefined) onClose();
      else change({ panel: undefined });
    };
    return (
      <DetailPanel
        panelRef={panel}
        title={titleOf(operation.operation)}
        subtitle={operation.place === 'record' ? screen.nameOf(subject) : undefined}
        onClose={leave}
      >
        <DiscardGuard changed={changed} />
        <Form
          key={`${operation.operation} ${id}`}
          record={operation.place === 'record' ? subject : null}
          node={address.node}
          onDone={leave}
          onCancel={leave}
          onChanged={setChanged}
        />
      </DetailPanel>
    );
  }
  const Detail = screen.detail as ComponentType<{ readonly record: DetailOf<L, G> }>;
  const own = operations.filter(({ place, when }) => place === 'record' && (when?.(subject) ?? true));
  return (
    <DetailPanel
      panelRef={panel}
      title={screen.nameOf(subject)}
      subtitle={screen.subtitle?.(record as DetailOf<L, G>)}
      actions={
        own.length === 0 ? undefined : (
          <RecordOperations operations={own} record={subject} nameOf={screen.nameOf} onForm={onForm} />
        )
      }
      onClose={onClose}
    >
      <Detail key={id} record={record as DetailOf<L, G>} />
    </DetailPanel>
  );
}
