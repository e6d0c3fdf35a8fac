import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { useAddress } from '#renderer/components/address.ts';
import { Bones } from '#renderer/components/bones.tsx';
import { titleOf } from '#renderer/components/declared.ts';
import { DetailPanel } from '#renderer/components/detail-panel.tsx';
import { ErrorState } from '#renderer/components/message-states.tsx';
import type { PackDetail } from '#shared/operations/pack-answers.ts';
import type { Cell } from '#shared/policy/pack.ts';
import { DeleteRole } from './delete-role.tsx';
import { ExportPanel } from './export-panel.tsx';
import { ImportPanel } from './import-panel.tsx';
import type { Spot } from './matrix-table.tsx';
import { type RoleDraft, RoleEditor } from './role-editor.tsx';
import { SpotPanel } from './spot-panel.tsx';
import type { Shown } from './use-shown-pack.ts';
import { VersionsPanel } from './versions-panel.tsx';

interface SidePanelProps {
  readonly detail: PackDetail;
  readonly shown: Shown;
  readonly spot: Spot;
  readonly draft: RoleDraft | null;
  readonly onDraft: (patch: Partial<RoleDraft>) => void;
  readonly onCell: (row: string, cell: Cell | null) => void;
  readonly onOpen: (spot: Spot) => void;
}

function DeletePanel(props: SidePanelProps & { readonly id: string; readonly onClose: () => void }) {
  const { data, error } = useAnswer('roles.get', { id: props.id });
  if (error !== null) return <ErrorState message={error.message} />;
  if (data === undefined) return <Bones />;
  const { detail, shown, onClose } = props;
  return <DeleteRole record={data} detail={detail} shown={shown} onDone={onClose} onCancel={onClose} />;
}

function EditPanel(props: SidePanelProps & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { draft, detail, shown, onClose, onOpen } = props;
  if (draft === null || shown.realm === null) {
    return (
      <DetailPanel title={titleOf('roles.create')} onClose={onClose}>
        {shown.realm === null ? <p>{t('roles.holdersPick')}</p> : <Bones />}
      </DetailPanel>
    );
  }
  return (
    <DetailPanel
      title={titleOf(draft.record === null ? 'roles.create' : 'roles.edit')}
      subtitle={draft.record?.name}
      onClose={onClose}
    >
      <RoleEditor
        key={draft.record?.id ?? 'new'}
        draft={draft}
        detail={detail}
        realm={shown.realm}
        onDraft={props.onDraft}
        onCell={props.onCell}
        onDone={(name) => onOpen({ row: null, role: name })}
        onCancel={onClose}
      />
    </DetailPanel>
  );
}

/** The panel beside the matrix: what a cell says, or the form of an operation. */
export function SidePanel(props: SidePanelProps) {
  const { t } = useTranslation();
  const [{ panel, id, filter }, change] = useAddress();
  const { detail, shown, spot, onOpen } = props;
  const close = () => change({ panel: undefined, id: undefined, tab: undefined });
  const view = (version: number) =>
    change({
      panel: undefined,
      id: undefined,
      tab: undefined,
      filter: { ...filter, pack: shown.pack, version },
    });
  switch (panel) {
    case 'roles.create':
    case 'roles.edit':
      return <EditPanel {...props} onClose={close} />;
    case 'roles.delete':
      return (
        <DetailPanel title={titleOf('roles.delete')} onClose={close}>
          <DeletePanel {...props} id={id ?? ''} onClose={close} />
        </DetailPanel>
      );
    case 'packs.import':
      return (
        <DetailPanel title={titleOf('packs.import')} onClose={close} wide>
          <ImportPanel
            shown={shown}
            onCancel={close}
            onDone={(pack, version) =>
              change(
                pack === shown.pack
                  ? { panel: 'packs.use', id: String(version), tab: undefined }
                  : { panel: undefined, id: undefined, tab: undefined, filter: { pack, version } },
              )
            }
          />
        </DetailPanel>
      );
    case 'packs.use':
      return (
        <DetailPanel title={t('roles.versions')} subtitle={detail.title} onClose={close} wide>
          <VersionsPanel
            key={`${shown.pack} ${id}`}
            shown={shown}
            first={id === undefined ? null : Number(id)}
            onView={view}
          />
        </DetailPanel>
      );
    case 'packs.export':
      return (
        <DetailPanel title={titleOf('packs.export')} onClose={close}>
          <ExportPanel shown={shown} />
        </DetailPanel>
      );
    default:
      return (
        <SpotPanel
          detail={detail}
          shown={shown}
          spot={spot}
          onOpen={onOpen}
          onClose={close}
          onCopy={(role) => change({ panel: 'roles.create', id: undefined, tab: role })}
          onEdit={(role) => change({ panel: 'roles.edit', id: role, tab: undefined })}
          onDelete={(role) => change({ panel: 'roles.delete', id: role, tab: undefined })}
        />
      );
  }
}
