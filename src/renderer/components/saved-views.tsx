import { ActionIcon, Button, Menu, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SavedView, usePreferences } from '#renderer/state/preferences.ts';
import type { OperationName } from '#shared/operations/index.ts';
import { type Address, useAddress } from './address.ts';
import classes from './saved-views.module.css';

const NONE: readonly SavedView[] = [];

/** The part of an address that narrows and sorts a list. */
function narrowing({ node, search, filter, sort, direction }: Address): Address {
  const parts = { node, search, filter, sort, direction };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

function SaveForm({ onSave }: { readonly onSave: (name: string) => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    onSave(name.trim());
    setName('');
  };
  return (
    <form className={classes['form']} onSubmit={save}>
      <TextInput
        aria-label={t('list.viewName')}
        placeholder={t('list.viewName')}
        value={name}
        maxLength={60}
        onChange={(event) => setName(event.currentTarget.value)}
        // The menu would take letters for its own search.
        onKeyDown={(event) => event.stopPropagation()}
      />
      <Button type="submit" variant="default">
        {t('list.saveView')}
      </Button>
    </form>
  );
}

/** Searches and filters of a list that a person keeps by name, on this machine. */
export function SavedViews({ list }: { readonly list: OperationName }) {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const { views: all, setViews } = usePreferences();
  const views = all[list] ?? NONE;
  const now = narrowing(address);
  const save = (name: string) =>
    setViews(list, [...views.filter((view) => view.name !== name), { name, address: now }]);
  const open = (view: SavedView) => {
    const cleared = {
      node: undefined,
      search: undefined,
      filter: undefined,
      sort: undefined,
      direction: undefined,
    };
    change({ ...cleared, ...(view.address as Address), id: undefined });
  };
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick>
      <Menu.Target>
        <Button variant="default" leftSection={<IconBookmark size={16} />}>
          {t('list.views')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {views.length === 0 ? <p className={classes['none']}>{t('list.noViews')}</p> : null}
        {views.map((view) => (
          <div key={view.name} className={classes['view']}>
            <Menu.Item onClick={() => open(view)}>{view.name}</Menu.Item>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('list.removeView', { name: view.name })}
              onClick={() =>
                setViews(
                  list,
                  views.filter((other) => other !== view),
                )
              }
            >
              <IconTrash size={15} />
            </ActionIcon>
          </div>
        ))}
        <Menu.Divider />
        <SaveForm onSave={save} />
      </Menu.Dropdown>
    </Menu>
  );
}
