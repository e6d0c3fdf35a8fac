import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { profileControl } from '#renderer/components/csv-profile-control.tsx';
import type { PanelFormProps } from '#renderer/components/list-types.ts';
import { nodeControl } from '#renderer/components/node-select.tsx';
import { OperationForm } from '#renderer/components/operation-form.tsx';
import { saveControl } from '#renderer/components/save-control.tsx';
import { toastDone } from '#renderer/components/toast.tsx';
import { ownZone, zoneControl } from '#renderer/components/zone-control.tsx';
import { useMay } from '#renderer/state/session.ts';
import { logFileName, logOptions, projectControl } from './log-controls.tsx';
import type { ScheduleSubject } from './schedules-screen.tsx';

const PAIRS = [
  ['hour', 'keepDays'],
  ['channel', 'direction'],
] as const;

const ALL = {};
const WITHOUT_TAGS = { tag: undefined };

/** Asks for an export each night. */
export function ScheduleForm(props: PanelFormProps<ScheduleSubject>) {
  const { t } = useTranslation();
  const tagged = useMay('dialogLogs.tags');
  const controls = useMemo(
    () => ({
      node: nodeControl('exportSchedules.create'),
      project: projectControl,
      profile: profileControl,
      zone: zoneControl(t('exportSchedules.zoneHint')),
      file: saveControl({
        title: t('exports.saveTitle'),
        name: logFileName,
        hint: () => t('exportSchedules.fileHint'),
      }),
    }),
    [t],
  );
  return (
    <OperationForm
      operation="exportSchedules.create"
      fixed={tagged ? ALL : WITHOUT_TAGS}
      initial={{ zone: ownZone(), ...(props.node === undefined ? {} : { node: props.node }) }}
      controls={controls}
      options={logOptions()}
      hints={{ bom: t('exports.bomHint') }}
      pairs={PAIRS}
      onDone={() => {
        toastDone(t('exportSchedules.created'));
        props.onDone();
      }}
      onCancel={props.onCancel}
      onChanged={props.onChanged}
    />
  );
}
