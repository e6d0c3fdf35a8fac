import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { COLUMN_ROLES } from '#shared/operations/number-lists.ts';
import classes from './import-panel.module.css';
import type { Preview } from './import-preview.tsx';

type Role = Preview['columns'][number]['role'];

/** More columns than these are not drawn. */
const DRAWN = 40;
const SAMPLES = 3;

const WORDS = {
  number: 'numberLists.roleNumber',
  name: 'numberLists.roleName',
  zone: 'numberLists.roleZone',
  priority: 'numberLists.rolePriority',
  field: 'numberLists.roleField',
  skip: 'numberLists.roleSkip',
} as const;

interface PreviewColumnsProps {
  readonly preview: Preview;
  /** What the person chose; absent: as detected. */
  readonly roles: readonly Role[] | undefined;
  /** No column holds the numbers. */
  readonly missing: boolean;
  readonly onRoles: (roles: Role[]) => void;
}

/** The roles with one changed. Only one column can be the number: the one before becomes an extra field. */
function withRole(roles: readonly Role[], at: number, role: Role): Role[] {
  return roles.map((now, index) => {
    if (index === at) return role;
    return role === 'number' && now === 'number' ? 'field' : now;
  });
}

/** The file's columns with a few of their cells, and what each becomes. */
export function PreviewColumns({ preview, roles, missing, onRoles }: PreviewColumnsProps) {
  const { t } = useTranslation();
  const current = roles ?? preview.columns.map(({ role }) => role);
  const shown = preview.columns.slice(0, DRAWN);
  const more = preview.columns.length - shown.length;
  const options = COLUMN_ROLES.map((value) => ({ value, label: t(WORDS[value]) }));
  return (
    <section className={classes['part']} aria-label={t('numberLists.columns')}>
      <h3>{t('numberLists.columns')}</h3>
      <p role={missing ? 'alert' : undefined} className={missing ? classes['fault'] : undefined}>
        {t(missing ? 'numberLists.needNumber' : 'numberLists.columnsHint')}
      </p>
      <ScrollBox label={t('numberLists.columns')}>
        <table className={classes['columns']}>
          <thead>
            <tr>
              {shown.map(({ title }, index) => (
                <th key={`${index} ${title}`} scope="col" data-role={current[index]}>
                  <span title={title}>{title}</span>
                  <NativeSelect
                    size="xs"
                    aria-label={t('numberLists.columnRole', { title })}
                    data={options}
                    value={current[index] ?? 'skip'}
                    onChange={(event) => onRoles(withRole(current, index, event.currentTarget.value as Role))}
                  />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: SAMPLES }, (_, row) => (
              <tr key={row}>
                {shown.map(({ title, sample }, index) => (
                  <td key={`${index} ${title}`} data-role={current[index]}>
                    <bdi>{sample[row]}</bdi>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {more > 0 ? <p>{t('numberLists.moreColumns', { count: more })}</p> : null}
    </section>
  );
}
