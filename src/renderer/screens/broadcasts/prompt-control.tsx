import { Button, Select } from '@mantine/core';
import { IconFileImport, IconMessage, IconMicrophone } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useAnswer } from '#renderer/client.ts';
import { type Control, type ControlProps, control } from '#renderer/components/field-control.tsx';
import { baseName } from '#renderer/components/file-path.ts';
import { toastDoneOr } from '#renderer/components/toast.tsx';
import { t as words } from '#renderer/texts/texts.ts';
import { rowsOf } from '#shared/page.ts';
import { accountOf } from './choice-controls.tsx';
import { PromptPlayer } from './prompt-player.tsx';
import classes from './prompts.module.css';
import { RecordPrompt } from './record-prompt.tsx';
import { SpeakPrompt } from './speak-prompt.tsx';

const MOST = 1000;

interface PromptSelectProps extends ControlProps<string | null> {
  readonly node: string | undefined;
}

type Making = 'record' | 'speak';

/** The ways to a new prompt. */
function Ways(props: {
  readonly node: string | undefined;
  readonly making: Making | null;
  readonly onMaking: (making: Making | null) => void;
  readonly onImport: () => void;
}) {
  const { t } = useTranslation();
  const { node, making, onMaking } = props;
  const shared = { variant: 'default', size: 'compact-sm', disabled: node === undefined } as const;
  const toggled = (way: Making) => ({
    ...shared,
    'aria-expanded': making === way,
    onClick: () => onMaking(making === way ? null : way),
  });
  return (
    <>
      <Button {...shared} leftSection={<IconFileImport size={14} />} onClick={props.onImport}>
        {t('prompts.importWav')}
      </Button>
      <Button {...toggled('record')} leftSection={<IconMicrophone size={14} />}>
        {t('prompts.record')}
      </Button>
      <Button {...toggled('speak')} leftSection={<IconMessage size={14} />}>
        {t('prompts.speak')}
      </Button>
    </>
  );
}

/** Imports a WAV file that the person chooses; resolves to its id, to a fault in words, or to null if they don't. */
async function importWav(node: string): Promise<{ readonly id: string } | { readonly fault: string } | null> {
  const chosen = await call('files.chooseOpen', { title: words('prompts.chooseWav'), extensions: ['wav'] });
  if (!chosen.ok) return { fault: chosen.error.message };
  const { file } = chosen.value;
  if (file === null) return null;
  const name = baseName(file)
    .replace(/\.[^.]+$/, '')
    .slice(0, 120);
  const reply = await call('prompts.import', { node, name, file });
  if (!reply.ok) return { fault: reply.error.message };
  toastDoneOr(reply.value.warning, words('prompts.imported', { name }));
  return { id: reply.value.id };
}

/** The account's prompts, ways to another one, and the chosen one to listen to. */
function PromptSelect({ field, value, onChange, error, node }: PromptSelectProps) {
  const { t } = useTranslation();
  const [fault, setFault] = useState<string>();
  const [making, setMaking] = useState<Making | null>(null);
  const answer = useAnswer(
    'prompts.list',
    { node: node ?? '', limit: MOST },
    { enabled: node !== undefined },
  );
  const rows = answer.data === undefined ? [] : rowsOf(answer.data);
  const chosen = value === '' ? null : value;
  const choose = (id: string) => {
    setFault(undefined);
    setMaking(null);
    onChange(id);
  };
  const add = async () => {
    setMaking(null);
    const done = node === undefined ? null : await importWav(node);
    if (done === null) return;
    if ('fault' in done) setFault(done.fault);
    else choose(done.id);
  };
  const Maker = making === 'record' ? RecordPrompt : SpeakPrompt;
  return (
    <div className={classes['prompt']}>
      <Select
        label={t('form.optionalField', { label: field.label })}
        name={field.name}
        description={t(node === undefined ? 'broadcasts.pickAccount' : 'prompts.hint')}
        data={rows.map(({ id, name, seconds }) => ({
          value: id,
          label: t('prompts.option', { name, seconds: Math.round(seconds) }),
        }))}
        value={chosen}
        onChange={onChange}
        error={fault ?? error}
        disabled={node === undefined}
        searchable={rows.length > 8}
        clearable
      />
      <div className={classes['steps']}>
        {chosen === null ? null : <PromptPlayer key={chosen} id={chosen} />}
        <Ways node={node} making={making} onMaking={setMaking} onImport={() => void add()} />
      </div>
      {making === null || node === undefined ? null : (
        <Maker node={node} onMade={choose} onCancel={() => setMaking(null)} />
      )}
    </div>
  );
}

/** A control for what a broadcast says. */
export function promptControl(fixed?: string): Control<unknown> {
  return control<string | null>((props) => <PromptSelect {...props} node={accountOf(props.values, fixed)} />);
}
