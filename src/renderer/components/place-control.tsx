import { Button, Input } from '@mantine/core';
import { IconFolderOpen } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from './field-control.tsx';
import { baseName, folderOf } from './file-path.ts';
import classes from './place-control.module.css';
import { toastFailure } from './toast.tsx';

interface PlaceOptions {
  /** What the desktop's dialog is called. */
  readonly title: string;
  /** Absent: a folder is chosen. */
  readonly extensions?: readonly string[];
  readonly hint?: string;
}

async function choose({ title, extensions }: PlaceOptions): Promise<string | null> {
  const reply =
    extensions === undefined
      ? await call('files.chooseFolder', { title })
      : await call('files.chooseOpen', { title, extensions: [...extensions] });
  if (reply.ok) return reply.value.file;
  toastFailure(reply.error);
  return null;
}

function Place({ field, value, onChange, error, options }: ControlProps<string> & { options: PlaceOptions }) {
  const { t } = useTranslation();
  const chosen = value !== '';
  const pick = async () => {
    const file = await choose(options);
    if (file !== null) onChange(file);
  };
  return (
    <Input.Wrapper label={field.label} labelElement="div" description={options.hint} error={error}>
      <div className={classes['place']}>
        <Button
          variant={chosen ? 'default' : 'light'}
          leftSection={<IconFolderOpen size={16} />}
          data-error={error === undefined ? undefined : true}
          onClick={() => void pick()}
        >
          {t(chosen ? 'form.chooseOther' : 'form.choose')}
        </Button>
        {chosen ? (
          <span className={classes['chosen']}>
            <strong>{baseName(value)}</strong>
            <bdi>{folderOf(value)}</bdi>
          </span>
        ) : null}
      </div>
    </Input.Wrapper>
  );
}

/** A form's control for a file or folder of this machine, chosen in the desktop's own dialog. */
export function placeControl(options: PlaceOptions): Control<unknown> {
  return control<string>((props) => <Place {...props} options={options} />);
}
