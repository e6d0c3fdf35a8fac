import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { below, useNodes } from '#renderer/state/nodes.ts';

function ProjectSelect({ field, value, onChange, error, values }: ControlProps<string | null>) {
  const { t } = useTranslation();
  const nodes = useNodes();
  const account = values['node'];
  const projects =
    typeof account === 'string' ? below(nodes, account).filter(({ kind }) => kind === 'project') : [];
  return (
    <Select
      label={t('form.optionalField', { label: field.label })}
      description={t('logImports.projectHint')}
      data={projects.map(({ id, name }) => ({ value: id, label: name }))}
      value={value}
      onChange={onChange}
      error={error}
      clearable
      searchable={projects.length > 8}
    />
  );
}

/** The project of rows that name none: one of the account that the form is about. */
export const projectControl: Control<unknown> = control<string | null>((props) => (
  <ProjectSelect {...props} />
));
