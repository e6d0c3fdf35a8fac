import { Combobox, ScrollArea, UnstyledButton, useCombobox } from '@mantine/core';
import { IconCheck, IconChevronRight, IconSelector } from '@tabler/icons-react';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '#renderer/components/address.ts';
import { depthOf, inTreeOrder, pathTo, useNodes } from '#renderer/state/nodes.ts';
import type { NodeRow } from '#shared/operations/nodes.ts';
import classes from './scope-switch.module.css';

const ALL = '';
/** More scopes than this are found by typing. */
const SHOWN = 200;

function Crumbs({ names }: { readonly names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={`${index} ${name}`}>
      {index === 0 ? null : <IconChevronRight size={13} className={classes['arrow']} aria-hidden />}
      <span className={classes['crumb']} data-last={index === names.length - 1 || undefined}>
        {name}
      </span>
    </Fragment>
  ));
}

function Scopes(props: {
  readonly nodes: readonly NodeRow[];
  readonly wanted: string;
  readonly here: string | undefined;
}) {
  const { t } = useTranslation();
  const { nodes, wanted, here } = props;
  const all = inTreeOrder(nodes).filter(({ name }) => name.toLowerCase().includes(wanted));
  const found = all.slice(0, SHOWN);
  if (found.length === 0) return <Combobox.Empty>{t('shell.noScope')}</Combobox.Empty>;
  return (
    <>
      {wanted === '' ? (
        <Combobox.Option value={ALL} active={here === undefined}>
          <span className={classes['option']}>{t('shell.allScopes')}</span>
        </Combobox.Option>
      ) : null}
      {found.map((node) => (
        <Combobox.Option key={node.id} value={node.id} active={node.id === here}>
          <span
            className={classes['option']}
            style={{ paddingInlineStart: wanted === '' ? depthOf(nodes, node) * 16 : 0 }}
          >
            {node.name}
            <small>{node.kind}</small>
            {node.id === here ? <IconCheck size={14} aria-hidden /> : null}
          </span>
        </Combobox.Option>
      ))}
      {all.length > SHOWN ? (
        <Combobox.Empty>{t('shell.moreScopes', { count: all.length - SHOWN })}</Combobox.Empty>
      ) : null}
    </>
  );
}

/** The realm and scope of the address as a path; opens the tree of all scopes to change it. */
export function ScopeSwitch() {
  const { t } = useTranslation();
  const [address, change] = useAddress();
  const nodes = useNodes();
  const [search, setSearch] = useState('');
  const combobox = useCombobox({
    onDropdownClose: () => setSearch(''),
    onDropdownOpen: () => combobox.focusSearchInput(),
  });
  const path = pathTo(nodes, address.node).map(({ name }) => name);
  const wanted = search.trim().toLowerCase();
  const pick = (id: string) => {
    change({ node: id === ALL ? undefined : id, id: undefined, panel: undefined });
    combobox.closeDropdown();
  };
  return (
    <Combobox store={combobox} onOptionSubmit={pick} width={320} position="bottom-start" shadow="md">
      <Combobox.Target targetType="button" withAriaAttributes>
        <UnstyledButton className={classes['switch']} onClick={() => combobox.toggleDropdown()}>
          <span className={classes['spoken']}>{t('shell.scope')}: </span>
          <Crumbs names={path.length === 0 ? [t('shell.allScopes')] : path} />
          <IconSelector size={14} className={classes['arrow']} aria-hidden />
        </UnstyledButton>
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Search
          aria-label={t('shell.findScope')}
          placeholder={t('shell.findScope')}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Combobox.Options aria-label={t('shell.scope')}>
          <ScrollArea.Autosize mah={360} type="scroll">
            <Scopes nodes={nodes} wanted={wanted} here={address.node} />
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
