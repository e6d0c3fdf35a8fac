import { IconSpeakerphone } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ListScreen } from '#renderer/components/list-screen.tsx';
import { StateBadge } from '#renderer/components/state-badge.tsx';
import { useMay } from '#renderer/state/session.ts';
import { BROADCAST_STATES } from '#shared/operations/broadcasts.ts';
import { useOperations } from './broadcast-acts.tsx';
import { useColumns } from './broadcast-columns.tsx';
import { BroadcastDetail } from './broadcast-detail.tsx';
import { Practice } from './practice.tsx';

function subtitleOf({ state, gateway }: { readonly state: string; readonly gateway: string | null }) {
  return (
    <>
      <StateBadge state={state} />
      <Practice gateway={gateway} />
    </>
  );
}

/** Voice broadcasts of the scope; whoever may only start and stop them sees their names and states. */
export function BroadcastsScreen() {
  const { t } = useTranslation();
  // Only who may see broadcasts in full may see their outcomes.
  const full = useMay('broadcasts.outcomes');
  const columns = useColumns(full);
  const operations = useOperations();
  const states = BROADCAST_STATES.map((value) => ({ value, label: t(`state.${value}`) }));
  return (
    <ListScreen
      list="broadcasts.list"
      get="broadcasts.get"
      description={t(full ? 'broadcasts.description' : 'broadcasts.minimal')}
      columns={columns}
      filters={[{ key: 'state', options: states }]}
      idOf={({ id }) => id}
      nameOf={({ name }) => name}
      operations={operations}
      detail={BroadcastDetail}
      subtitle={subtitleOf}
      wide={full}
      empty={{
        icon: <IconSpeakerphone size={22} stroke={1.75} />,
        title: t('broadcasts.emptyTitle'),
        text: t('broadcasts.emptyText'),
      }}
    />
  );
}
