import { MultiSelect, NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { DetailSection } from '#renderer/components/detail-panel.tsx';
import { ScrollBox } from '#renderer/components/scroll-box.tsx';
import { Dim } from '#renderer/components/values.tsx';
import type { PackPreview } from '#shared/operations/pack-answers.ts';
import { CELL_VALUES } from '#shared/policy/pack.ts';
import type { MatrixColumn, MatrixMapping } from '#shared/policy/role-matrix/mapping.ts';
import classes from './roles.module.css';
import { useVersions } from './use-shown-pack.ts';

const ROLE = 'role:';
/** More columns than these are not drawn. */
const DRAWN = 40;

interface MappingProps {
  readonly preview: PackPreview;
  readonly mapping: MatrixMapping;
  readonly pack: string;
  readonly onChange: (mapping: MatrixMapping) => void;
}

/** A column's use as the value of a choice. */
const keyOf = ({ use, role }: MatrixColumn): string => (use === 'role' ? `${ROLE}${role}` : use);

function columnFrom(key: string, before: MatrixColumn): MatrixColumn {
  if (key.startsWith(ROLE)) {
    return { use: 'role', role: key.slice(ROLE.length), nodeKinds: before.nodeKinds };
  }
  return { use: key as MatrixColumn['use'], role: '', nodeKinds: [] };
}

function ColumnChoices({ preview, mapping, pack, onChange }: MappingProps) {
  const { t } = useTranslation();
  const known = useVersions().find(({ id }) => id === pack)?.roles ?? [];
  const set = (at: number, column: MatrixColumn) =>
    onChange({ ...mapping, columns: mapping.columns.map((one, index) => (index === at ? column : one)) });
  const optionsFor = (title: string, { use, role }: MatrixColumn) => {
    const fresh = [title.trim(), ...(use === 'role' ? [role] : [])].filter(
      (name) => name !== '' && !known.includes(name),
    );
    return [
      { value: 'skip', label: t('roles.useSkip') },
      { value: 'section', label: t('roles.useSection') },
      { value: 'words', label: t('roles.useWords') },
      { value: 'permissions', label: t('roles.usePermissions') },
      ...known.map((name) => ({ value: `${ROLE}${name}`, label: t('roles.useRole', { role: name }) })),
      ...[...new Set(fresh)].map((name) => ({
        value: `${ROLE}${name}`,
        label: t('roles.useNewRole', { role: name }),
      })),
    ];
  };
  return (
    <ScrollBox label={t('roles.columns')}>
      <table className={classes['columns']}>
        <thead>
          <tr>
            <th scope="col">{t('roles.columnHead')}</th>
            <th scope="col">{t('roles.useHead')}</th>
            <th scope="col">{t('roles.sampleHead')}</th>
          </tr>
        </thead>
        <tbody>
          {mapping.columns.slice(0, DRAWN).map((column, index) => {
            const { title = '', sample = [] } = preview.columns[index] ?? {};
            const name = title === '' ? t('roles.columnNumber', { number: index + 1 }) : title;
            return (
              <tr key={`${index} ${title}`}>
                <th scope="row">{name}</th>
                <td>
                  <NativeSelect
                    size="xs"
                    aria-label={t('roles.columnUse', { title: name })}
                    data={optionsFor(title, column)}
                    value={keyOf(column)}
                    onChange={(event) => set(index, columnFrom(event.currentTarget.value, column))}
                  />
                </td>
                <td>
                  <bdi>{sample.join(', ')}</bdi>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
  );
}

/** Roles that the pack does not have yet have to be told where they can be given. */
function NewRoles({ mapping, pack, onChange }: MappingProps) {
  const { t } = useTranslation();
  const version = useVersions().find(({ id }) => id === pack);
  const known = version?.roles ?? [];
  const kinds = [
    { value: 'realm', label: t('roles.realmKind') },
    ...(version?.nodeKinds ?? []).map(({ kind, title }) => ({ value: kind, label: title })),
  ];
  return mapping.columns.map((column, index) =>
    column.use !== 'role' || column.role === '' || known.includes(column.role) ? null : (
      <MultiSelect
        key={`${index} ${column.role}`}
        label={t('roles.givenAt', { role: column.role })}
        data={kinds}
        value={column.nodeKinds}
        onChange={(nodeKinds) =>
          onChange({
            ...mapping,
            columns: mapping.columns.map((one, at) => (at === index ? { ...one, nodeKinds } : one)),
          })
        }
      />
    ),
  );
}

function TokenChoices({ preview, mapping, onChange }: MappingProps) {
  const { t } = useTranslation();
  const counts = new Map(preview.tokens.map(({ token, count }) => [token, count]));
  const options = [
    { value: '', label: t('roles.tokenOpen') },
    ...CELL_VALUES.map((value) => ({ value, label: t(`roles.values.${value}`) })),
  ];
  return (
    <ul className={classes['tokens']}>
      {mapping.tokens
        .filter(({ token }) => counts.has(token))
        .map(({ token, value }) => {
          const name = token === '' ? t('roles.tokenBlank') : token;
          return (
            <li key={token}>
              <b>{name}</b>
              <Dim>{t('roles.tokenCount', { count: counts.get(token) ?? 0 })}</Dim>
              <NativeSelect
                size="xs"
                aria-label={t('roles.tokenMeans', { token: name })}
                data={options}
                value={value ?? ''}
                error={value === null}
                onChange={(event) => {
                  const next = event.currentTarget.value;
                  onChange({
                    ...mapping,
                    tokens: mapping.tokens.map((one) =>
                      one.token === token
                        ? { token, value: CELL_VALUES.find((each) => each === next) ?? null }
                        : one,
                    ),
                  });
                }}
              />
            </li>
          );
        })}
    </ul>
  );
}

/** How a matrix is read: which column holds what, what each token means, and what happens to what it leaves out. */
export function ImportMapping(props: MappingProps) {
  const { t } = useTranslation();
  const { mapping, onChange } = props;
  return (
    <>
      <DetailSection title={t('roles.columns')}>
        <Dim>{t('roles.columnsHint')}</Dim>
        <ColumnChoices {...props} />
        <NewRoles {...props} />
      </DetailSection>
      <DetailSection title={t('roles.tokens')}>
        <Dim>{t('roles.tokensHint')}</Dim>
        <TokenChoices {...props} />
      </DetailSection>
      <div className={classes['pair']}>
        <NativeSelect
          label={t('roles.missingRows')}
          data={[
            { value: 'keep', label: t('roles.missingKeep') },
            { value: 'remove', label: t('roles.missingRemove') },
          ]}
          value={mapping.missing}
          onChange={(event) =>
            onChange({ ...mapping, missing: event.currentTarget.value === 'remove' ? 'remove' : 'keep' })
          }
        />
        <NumberInput
          label={t('roles.headerRow')}
          min={0}
          max={5000}
          value={mapping.header}
          onChange={(header) => {
            if (typeof header === 'number') onChange({ ...mapping, header });
          }}
        />
      </div>
    </>
  );
}
