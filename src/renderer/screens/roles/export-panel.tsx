import { Button } from '@mantine/core';
import { IconBraces, IconFileSpreadsheet } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '#renderer/client.ts';
import { toastDone, toastFailure } from '#renderer/components/toast.tsx';
import classes from './roles.module.css';
import type { Shown } from './use-shown-pack.ts';

type Format = 'csv' | 'json';

function Choice(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly onSave: () => void;
}) {
  return (
    <li>
      {props.icon}
      <p>{props.text}</p>
      <Button variant="default" onClick={props.onSave}>
        {props.title}
      </Button>
    </li>
  );
}

/** Saves what shows where the person chooses. */
export function ExportPanel({ shown }: { readonly shown: Shown }) {
  const { t } = useTranslation();
  const save = async (format: Format) => {
    const name = `roles-${shown.pack}-v${shown.version}.${format}`;
    const chosen = await call('files.chooseSave', { title: t('roles.exportTitle'), name });
    if (!chosen.ok) return toastFailure(chosen.error);
    const { file } = chosen.value;
    if (file === null) return;
    const done = await call('packs.export', {
      pack: shown.pack,
      version: shown.version,
      // Custom roles belong to the realm, not to the pack.
      ...(format === 'csv' && shown.realm !== null ? { realm: shown.realm.id } : {}),
      format,
      file,
      // The dialog has asked already.
      overwrite: true,
    });
    if (done.ok) toastDone(t('roles.saved', { file: done.value.file }));
    else toastFailure(done.error);
  };
  return (
    <>
      <p className={classes['meaning']}>{t('roles.exportText')}</p>
      <ul className={classes['formats']}>
        <Choice
          icon={<IconFileSpreadsheet size={22} stroke={1.5} aria-hidden />}
          title={t('roles.exportCsv')}
          text={t('roles.exportCsvText')}
          onSave={() => void save('csv')}
        />
        <Choice
          icon={<IconBraces size={22} stroke={1.5} aria-hidden />}
          title={t('roles.exportJson')}
          text={t('roles.exportJsonText')}
          onSave={() => void save('json')}
        />
      </ul>
    </>
  );
}
