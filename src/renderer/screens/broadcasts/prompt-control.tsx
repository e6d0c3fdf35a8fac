import { Button, Select } from '@mantine/core';
import { IconFileImport } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import { rowsOf } from '#shared/page.ts';
import classes from './broadcasts.module.css';
import { accountOf } from './choice-controls.tsx';
import { PromptPlayer } from './prompt-player.tsx';

const MOST = 1000;

interface PromptSelectProps extends ControlProps<string | null> {
  readonly node: string | undefined;
}

/** The account's prompts, with a way to import another and to listen to the chosen one. */
function PromptSelect({ field, value, onChange, error, node }: PromptSelectProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<string>();
  const answer = useAnswer(
    'prompts.list',
    { node: node ?? '', limit: MOST },
    { enabled: node !== undefined },
  );
  const rows = answer.data === undefined ? [] : rowsOf(answer.data);
  const add = async () => {
    const chosen = await call('files.chooseOpen', { title: t('broadcasts.chooseWav'), extensions: ['wav'] });
    if (!chosen.ok) return toastFailure(chosen.error);
    const { file } = chosen.value;
    if (file === null || node === undefined) return;
    const name = baseName(file)
      .replace(/\.[^.]+$/, '')
      .slice(0, 120);
    const reply = await call('prompts.import', { node, name, file });
    setFault(reply.ok ? undefined : reply.error.message);
    if (!reply.ok) return;
    onChange(reply.value.id);
    toastDone(reply.value.warning ?? t('broadcasts.promptImported', { name }));
  };
  return (
    <div className={classes['prompt']}>
      <Select
        label={t('form.optionalField', { label: field.label })}
        name={field.name}
        description={t('broadcasts.promptHint')}
        data={rows.map(({ id, name, seconds }) => ({
          value: id,
          label: t('broadcasts.promptOption', { name, seconds: Math.round(seconds) }),
        }))}
        value={value === '' ? null : value}
        onChange={onChange}
        error={fault ?? error}
        disabled={node === undefined}
        clearable
      />
      <div className={classes['adds']}>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconFileImport size={14} />}
          disabled={node === undefined}
          onClick={() => void add()}
        >
          {t('broadcasts.importWav')}
        </Button>
        {value === null || value === '' ? null : <PromptPlayer id={value} />}
      </div>
    </div>
  );
}

/** A control for what a broadcast says. */
export function promptControl(fixed?: string): Control<unknown> {
  return control<string | null>((props) => <PromptSelect {...props} node={accountOf(props.values, fixed)} />);
}
