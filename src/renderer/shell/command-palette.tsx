import { Spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconArrowRight,
  IconBolt,
  IconKeyboard,
  IconLogout,
  IconMoon,
  IconRowInsertTop,
  IconSearch,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useGoTo } from '#renderer/components/address.ts';
import { screens } from '#renderer/screens/index.ts';
import { useMe } from '#renderer/state/session.ts';
import { findOperation } from '#shared/operations/index.ts';
import { useAreas } from './areas.ts';
import classes from './command-palette.module.css';
import { useWindowCommands } from './use-window-commands.ts';

const ICON = { size: 17, stroke: 1.75 } as const;

/** The permitted commands that a screen of this window can carry out, each with that screen's address. */
function useCommands() {
  const operations = useMe()?.operations ?? [];
  return operations.flatMap((name) => {
    const declaration = findOperation(name);
    const noun = name.slice(0, name.indexOf('.'));
    const home = screens.find(({ needs }) => needs?.startsWith(`${noun}.`));
    if (declaration?.kind !== 'command' || home === undefined) return [];
    return [{ name, title: declaration.title, path: home.path, area: home.area }];
  });
}

function useActions(): readonly SpotlightActionGroupData[] {
  const { t } = useTranslation();
  const goTo = useGoTo();
  const areas = useAreas();
  const own = useCommands();
  const commands = useWindowCommands();
  const windowActions = [
    ['shortcuts', t('shell.shortcuts'), IconKeyboard],
    ['theme', t('shell.nextTheme'), IconMoon],
    ['density', t('shell.nextDensity'), IconRowInsertTop],
    ['sign-out', t('shell.signOut'), IconLogout],
  ] as const;
  return [
    {
      group: t('shell.paletteGo'),
      actions: areas.map((area) => ({
        id: area.path,
        label: t(`shell.${area.area}`),
        leftSection: <area.icon {...ICON} />,
        rightSection: <IconArrowRight size={14} />,
        onClick: () => goTo(area.path),
      })),
    },
    {
      group: t('shell.paletteRun'),
      actions: own.map(({ name, title, path, area }) => ({
        id: name,
        label: title,
        keywords: t(`shell.${area}`),
        leftSection: <IconBolt {...ICON} />,
        rightSection: <span className={classes['area']}>{t(`shell.${area}`)}</span>,
        onClick: () => goTo(path, { panel: name }),
      })),
    },
    {
      group: t('shell.paletteWindow'),
      actions: windowActions.map(([id, label, Icon]) => ({
        id,
        label,
        leftSection: <Icon {...ICON} />,
        onClick: commands[id],
      })),
    },
  ];
}

const CLASS_NAMES = {
  search: classes['search'] ?? '',
  actionsGroup: classes['group'] ?? '',
  action: classes['action'] ?? '',
  header: classes['name'] ?? '',
};

/** Every permitted area and command, found by typing. */
export function CommandPalette() {
  const { t } = useTranslation();
  const actions = useActions();
  return (
    <Spotlight
      actions={[...actions]}
      nothingFound={t('shell.paletteNothing')}
      shortcut={['mod + K']}
      scrollable
      maxHeight={420}
      overlayProps={{ blur: 0, backgroundOpacity: 0.35 }}
      classNames={CLASS_NAMES}
      title={t('shell.palette')}
      searchProps={{
        leftSection: <IconSearch size={17} />,
        placeholder: t('shell.paletteHint'),
        'aria-label': t('shell.palette'),
      }}
    />
  );
}
