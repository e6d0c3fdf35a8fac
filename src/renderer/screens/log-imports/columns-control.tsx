import { Alert, NativeSelect } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { formatBytes, formatTime } from '#renderer/components/format.ts';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import type { InputOf, OutputOf } from '#shared/operations/index.ts';
import { LOG_ROLES } from '#shared/operations/log-imports.ts';
import classes from './log-imports.module.css';

type Preview = OutputOf<'dialogLogs.previewImport'>;
type Role = Preview['columns'][number]['role'];
type Columns = Readonly<Record<string, Role>>;

/** More columns and rows than these are not drawn. */
const DRAWN = { columns: 40, rows: 8 };

function filled(values: Readonly<Record<string, unknown>>): InputOf<'dialogLogs.previewImport'> | null {
  const { node, file } = values;
  if (typeof node !== 'string' || typeof file !== 'string' || file === '') return null;
  const told = Object.entries(values).filter(
    ([, value]) => value !== null && value !== '' && value !== undefined,
  );
  return Object.fromEntries(told) as unknown as InputOf<'dialogLogs.previewImport'>;
}

function Roles(props: { readonly preview: Preview; readonly onRole: (name: string, role: Role) => void }) {
  const { t } = useTranslation();
  const { columns } = props.preview;
  const options = LOG_ROLES.map((value) => ({ value, label: t(`logImports.roles.${value}`) }));
  return (
    <ScrollBox label={t('logImports.columns')}>
      <table className={classes['table']}>
        <thead>
          <tr>
            {columns.slice(0, DRAWN.columns).map(({ name, role }) => (
              <th key={name} scope="col">
                <span>{name}</span>
                <NativeSelect
                  size="xs"
                  aria-label={t('logImports.roleOf', { name })}
                  data={options}
                  value={role}
                  onChange={(event) => props.onRole(name, event.currentTarget.value as Role)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[0, 1, 2].map((row) => (
            <tr key={row}>
              {columns.slice(0, DRAWN.columns).map(({ name, sample }) => (
                <td key={name}>
                  <bdi>{sample[row] ?? ''}</bdi>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Rows({ rows }: Pick<Preview, 'rows'>) {
  const { t } = useTranslation();
  return (
    <ScrollBox label={t('logImports.firstRows')}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">{t('logImports.row')}</th>
            <th scope="col">{t('logImports.time')}</th>
            <th scope="col">{t('logImports.client')}</th>
            <th scope="col">{t('logImports.text')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, DRAWN.rows).map(({ row, at, client, text, reason }) => (
            <tr key={row} data-refused={reason === '' ? undefined : true}>
              <td>{row}</td>
              {at === null ? (
                <td colSpan={3}>{t('logImports.wouldRefuse', { reason })}</td>
              ) : (
                <>
                  <td>{formatTime(at)}</td>
                  <td>
                    <bdi>{client}</bdi>
                  </td>
                  <td>
                    <bdi>{text}</bdi>
                  </td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function Check({ value, onChange, values }: ControlProps<Columns | undefined>) {
  const { t } = useTranslation();
  const input = filled(values);
  const { data, error } = useAnswer('dialogLogs.previewImport', input ?? { node: '', file: '' }, {
    enabled: input !== null,
    keepPrevious: true,
  });
  if (input === null) return null;
  if (error !== null) {
    return (
      <Alert color="red" variant="light" role="alert" icon={<IconAlertCircle size={18} />}>
        {error.message}
      </Alert>
    );
  }
  if (data === undefined) return null;
  const kind =
    data.format === 'jsonl' ? t('logImports.jsonl') : t('logImports.csv', { delimiter: data.delimiter });
  return (
    <section className={classes['check']} aria-label={t('logImports.check')}>
      <h3>{t('logImports.check')}</h3>
      <p>
        {t(data.gzip ? 'logImports.foundGzip' : 'logImports.found', {
          kind,
          encoding: data.encoding,
          size: formatBytes(data.size),
        })}
      </p>
      <Roles preview={data} onRole={(name, role) => onChange({ ...value, [name]: role })} />
      <Rows rows={data.rows} />
    </section>
  );
}

/** What each column or field becomes, with the first rows as they would be stored. */
export const ColumnsControl: Control<unknown> = control<Columns | undefined>((props) => <Check {...props} />);
