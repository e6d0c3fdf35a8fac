import type { MenuItemConstructorOptions } from 'electron';
import type { ServiceEvent } from '#shared/events.ts';
import { AREAS, type Area } from './areas.ts';
import type { MayDo } from './session-watch.ts';

export interface MenuOptions {
  readonly platform: NodeJS.Platform;
  /** Adds reloading and developer tools. */
  readonly development: boolean;
  /** Passes an event on to the window. */
  readonly tell: (event: ServiceEvent) => void;
  readonly showLog: () => void;
}

type Item = MenuItemConstructorOptions;
type Command = Extract<ServiceEvent, { type: 'menu' }>['command'];

const SEPARATOR: Item = { type: 'separator' };

function areaId(area: Area): string {
  return `go-${area.path === '' ? 'home' : area.path}`;
}

/** The ids of items that only make sense to somebody, with whether they do now. */
export function enabledItems(mayDo: MayDo): ReadonlyMap<string, boolean> {
  const areas = AREAS.map(
    (area) => [areaId(area), mayDo !== null && (area.needs === null || mayDo.includes(area.needs))] as const,
  );
  const signedIn = ['sign-out', 'palette', 'shortcuts', 'theme', 'density'].map(
    (id) => [id, mayDo !== null] as const,
  );
  return new Map([...areas, ...signedIn]);
}

/** The application menu as data; every item that acts in the window has an id. */
export function menuTemplate(options: MenuOptions): Item[] {
  const mac = options.platform === 'darwin';
  const command = (id: Command, label: string, accelerator?: string): Item => ({
    id,
    label,
    enabled: false,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => options.tell({ type: 'menu', command: id }),
  });
  const menus: Item[] = [
    { id: 'file', label: '&File', submenu: [command('sign-out', 'Sign &out'), SEPARATOR, leave(mac)] },
    { id: 'edit', label: '&Edit', submenu: edit() },
    { id: 'view', label: '&View', submenu: [...view(command), ...(options.development ? tools() : [])] },
    { id: 'go', label: '&Go', submenu: go(options, command) },
    ...(mac ? [{ role: 'windowMenu' } as const] : []),
    { id: 'help', label: '&Help', role: 'help', submenu: help(options, command) },
  ];
  return mac ? [appMenu(), ...menus] : menus;
}

function leave(mac: boolean): Item {
  return mac
    ? { id: 'close', role: 'close' }
    : { id: 'quit', role: 'quit', label: '&Quit', accelerator: 'CmdOrCtrl+Q' };
}

function appMenu(): Item {
  const roles = ['about', 'hide', 'hideOthers', 'unhide', 'quit'] as const;
  const items = roles.map((role): Item => ({ id: role, role }));
  return { id: 'app', label: 'Rolecall', submenu: items };
}

function edit(): Item[] {
  return [
    { role: 'undo' },
    { role: 'redo' },
    SEPARATOR,
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    SEPARATOR,
    { role: 'selectAll' },
  ];
}

type CommandItem = (id: Command, label: string, accelerator?: string) => Item;

function view(command: CommandItem): Item[] {
  return [
    { id: 'zoom-in', role: 'zoomIn' },
    // The same key without Shift, as most keyboards have it.
    { role: 'zoomIn', accelerator: 'CmdOrCtrl+=', visible: false, acceleratorWorksWhenHidden: true },
    { id: 'zoom-out', role: 'zoomOut' },
    { id: 'zoom-reset', role: 'resetZoom' },
    SEPARATOR,
    command('theme', 'Switch &theme', 'CmdOrCtrl+Shift+L'),
    command('density', 'Switch &density', 'CmdOrCtrl+Shift+D'),
    SEPARATOR,
    { id: 'full-screen', role: 'togglefullscreen' },
  ];
}

function tools(): Item[] {
  return [SEPARATOR, { id: 'reload', role: 'reload' }, { id: 'developer-tools', role: 'toggleDevTools' }];
}

function go({ tell }: MenuOptions, command: CommandItem): Item[] {
  const areas = AREAS.map(
    (area, index): Item => ({
      id: areaId(area),
      label: area.label,
      accelerator: `CmdOrCtrl+${index + 1}`,
      enabled: false,
      click: () => tell({ type: 'navigate', to: `/${area.path}` }),
    }),
  );
  return [command('palette', '&Command palette…', 'CmdOrCtrl+K'), SEPARATOR, ...areas];
}

function help({ platform, showLog }: MenuOptions, command: CommandItem): Item[] {
  const log: Item = { id: 'log', label: 'Show &log file', click: showLog };
  const about: Item[] = platform === 'darwin' ? [] : [SEPARATOR, { id: 'about', role: 'about' }];
  return [command('shortcuts', '&Keyboard shortcuts', 'CmdOrCtrl+/'), log, ...about];
}
