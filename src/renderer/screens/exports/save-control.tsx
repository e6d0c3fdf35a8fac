import { Button, Input } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { type ControlProps, control } from '#renderer/components/field-control.tsx';
import { baseName, folderOf } from '#renderer/components/file-path.ts';
import { toastFailure } from '#renderer/components/toast.tsx';
import classes from './exports.module.css';

function SaveAs({ field, value, onChange, error }: ControlProps<string>) {
  const { t } = useTranslation();
  const choose = async () => {
    const reply = await call('files.chooseSave', {
      title: t('exports.saveTitle'),
      name: value === '' ? t('exports.fileName') : baseName(value),
    });
    if (!reply.ok) return toastFailure(reply.error);
    if (reply.value.file !== null) onChange(reply.value.file);
  };
  const chosen = value !== '';
  return (
    <Input.Wrapper
      label={field.label}
      labelElement="div"
      description={chosen ? undefined : t('exports.saveHint')}
      error={error === undefined ? undefined : chosen ? error : t('exports.needFile')}
    >
      <div className={classes['save']}>
        <Button
          variant={chosen ? 'default' : 'light'}
          leftSection={<IconDeviceFloppy size={16} />}
          data-error={error === undefined ? undefined : true}
          onClick={() => void choose()}
        >
          {t(chosen ? 'exports.saveOther' : 'exports.saveAs')}
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

/** Where the file will be written, chosen in the desktop's own Save dialog. */
export const saveControl = control<string>((props) => <SaveAs {...props} />);
