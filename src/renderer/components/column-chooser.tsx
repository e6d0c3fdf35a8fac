import { ActionIcon, Button, Checkbox, Popover, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight, IconColumns3 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type ColumnLayout, usePreferences } from '#renderer/state/preferences.ts';
import { type Column, MIN_WIDTH } from './column.ts';
import classes from './column-chooser.module.css';

const STEP = 32;

interface ColumnChooserProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly layout: ColumnLayout;
  /** Null: as the screen declares. */
  readonly onChange: (layout: ColumnLayout | null) => void;
}

function DensityChoice() {
  const { t } = useTranslation();
  const { density, setDensity } = usePreferences();
  return (
    <SegmentedControl
      fullWidth
      size="xs"
      aria-label={t('shell.density')}
      value={density}
      onChange={(value) => setDensity(value)}
      data={[
        { value: 'comfortable', label: t('shell.comfortable') },
        { value: 'compact', label: t('shell.compact') },
      ]}
    />
  );
}

function ColumnLine<Row>(
  props: ColumnChooserProps<Row> & { readonly column: Column<Row>; readonly last: boolean },
) {
  const { t } = useTranslation();
  const { column, layout, onChange, last } = props;
  const name = column.title;
  const hidden = layout.hidden.includes(column.key);
  const width = layout.widths[column.key] ?? column.width;
  const show = (shown: boolean) =>
    onChange({
      ...layout,
      hidden: shown ? layout.hidden.filter((key) => key !== column.key) : [...layout.hidden, column.key],
    });
  const resize = (by: number) =>
    onChange({ ...layout, widths: { ...layout.widths, [column.key]: Math.max(MIN_WIDTH, width + by) } });
  return (
    <div className={classes['line']}>
      <Checkbox
        label={name}
        checked={!hidden}
        disabled={last}
        onChange={(event) => show(event.currentTarget.checked)}
      />
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('list.narrower', { name })}
        onClick={() => resize(-STEP)}
      >
        <IconChevronLeft size={14} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t('list.wider', { name })}
        onClick={() => resize(STEP)}
      >
        <IconChevronRight size={14} />
      </ActionIcon>
    </div>
  );
}

/** Which columns show, how wide they are, and how tall rows are. */
export function ColumnChooser<Row>(props: ColumnChooserProps<Row>) {
  const { t } = useTranslation();
  const { columns, layout } = props;
  const shown = columns.filter(({ key }) => !layout.hidden.includes(key)).length;
  return (
    <Popover position="bottom-end" width={260} trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={15} stroke={1.75} />}>
          {t('list.columns')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p={8}>
        <DensityChoice />
        <div className={classes['lines']}>
          {columns.map((column) => (
            <ColumnLine
              key={column.key}
              {...props}
              column={column}
              last={shown === 1 && !layout.hidden.includes(column.key)}
            />
          ))}
        </div>
        <Button
          variant="subtle"
          color="gray"
          fullWidth
          size="compact-sm"
          onClick={() => props.onChange(null)}
        >
          {t('list.resetColumns')}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
