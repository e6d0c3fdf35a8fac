import { NumberInput, Select } from '@mantine/core';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import { useNodes } from '#renderer/state/nodes.ts';
import { t } from '#renderer/texts/texts.ts';
import { CHANNELS } from '#shared/operations/dialog-logs.ts';
import { EXPORT_SPLITS } from '#shared/operations/exports.ts';

function ProjectSelect({ field, value, values, onChange, error }: ControlProps<string | null>) {
  const nodes = useNodes();
  const projects = nodes.filter(({ kind, parent }) => kind === 'project' && parent === values['node']);
  if (projects.length === 0) return null;
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      name={field.name}
      error={error}
      data={projects.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      clearable
    />
  );
}

function SizeInput({ field, value, values, onChange, error }: ControlProps<number | string>) {
  if (values['split'] !== 'size') return null;
  return (
    <NumberInput
      label={field.label}
      name={field.name}
      description={t('exports.sizeHint')}
      error={error}
      value={value}
      onChange={onChange}
      min={1}
      thousandSeparator=" "
    />
  );
}

/** The projects of the account that is chosen. */
export const projectControl = control<string | null>((props) => <ProjectSelect {...props} />);

/** The size of each file; only where files are cut by size. */
export const sizeControl = control<number | string>((props) => <SizeInput {...props} />);

/** Words for the choices of an export's forms. */
export const logOptions = () => ({
  channel: CHANNELS.map((value) => ({ value, label: t(`exports.channels.${value}`) })),
  direction: [
    { value: 'in', label: t('exports.in') },
    { value: 'out', label: t('exports.out') },
  ],
  split: EXPORT_SPLITS.map((value) => ({ value, label: t(`exports.splits.${value}`) })),
});

/** The name that the Save dialog suggests. */
export function logFileName({ gzip }: Readonly<Record<string, unknown>>): string {
  return gzip === true ? `${t('exports.fileName')}.gz` : t('exports.fileName');
}
