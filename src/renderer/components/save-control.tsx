import { Button, Input } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import classes from './csv.module.css';
import { type Control, type ControlProps, control } from './field-control.tsx';
import { baseName, folderOf } from './file-path.ts';
import { toastFailure } from './toast.tsx';

interface SaveOptions {
  /** Of the dialog. */
  readonly title: string;
  /** What the dialog suggests, by what was entered so far. */
  readonly name: (values: Readonly<Record<string, unknown>>) => string;
  /** What else there is to say of the name, by what was entered. */
  readonly hint?: (values: Readonly<Record<string, unknown>>) => ReactNode;
}

function SaveAs({
  field,
  value,
  values,
  onChange,
  error,
  title,
  name,
  hint,
}: ControlProps<string> & SaveOptions) {
  const { t } = useTranslation();
  const choose = async () => {
    const suggested = value === '' ? name(values) : baseName(value);
    const reply = await call('files.chooseSave', { title, name: suggested });
    if (!reply.ok) return toastFailure(reply.error);
    if (reply.value.file !== null) onChange(reply.value.file);
  };
  const chosen = value !== '';
  return (
    <Input.Wrapper
      label={field.label}
      labelElement="div"
      description={hint?.(values) ?? (chosen ? undefined : t('csv.saveHint'))}
      error={error === undefined ? undefined : chosen ? error : t('csv.needFile')}
    >
      <div className={classes['save']}>
        <Button
          variant={chosen ? 'default' : 'light'}
          leftSection={<IconDeviceFloppy size={16} />}
          data-error={error === undefined ? undefined : true}
          onClick={() => void choose()}
        >
          {t(chosen ? 'csv.saveOther' : 'csv.saveAs')}
        </Button>
        {chosen ? (
          <span className={classes['place']}>
            <strong>{baseName(value)}</strong>
            <bdi>{folderOf(value)}</bdi>
          </span>
        ) : null}
      </div>
    </Input.Wrapper>
  );
}

/** A control for where a file will be written, chosen in the desktop's own Save dialog. */
export function saveControl(options: SaveOptions): Control<unknown> {
  return control<string>((props) => <SaveAs {...props} {...options} />);
}
