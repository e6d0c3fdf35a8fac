import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { parseAccelerator } from './accelerators.ts';
import { loud } from './loud.ts';
import { HostMenuItem } from './menu-item.ts';
import { record } from './record.ts';
import { registry } from './window-registry.ts';

type Template = (Electron.MenuItemConstructorOptions | Electron.MenuItem)[];
type Members = 'items' | 'append' | 'insert' | 'getMenuItemById' | 'popup' | 'closePopup';

let applicationMenu: Electron.Menu | null = null;

/** `Menu`: keeps what it was built from. Chromium's windows show no menu bar, but items and keys work. */
export class HostMenu extends EventEmitter implements Pick<Electron.Menu, Members> {
  items: Electron.MenuItem[] = [];

  static buildFromTemplate(template: Template): Electron.Menu {
    const menu = new HostMenu();
    for (const entry of template) menu.append(itemFrom(entry));
    return loud(menu, 'Menu');
  }

  static getApplicationMenu(): Electron.Menu | null {
    return applicationMenu;
  }

  static setApplicationMenu(menu: Electron.Menu | null): void {
    applicationMenu = menu;
    for (const window of registry.all()) window.contents.postAccelerators();
  }

  append(item: Electron.MenuItem): void {
    this.items.push(item);
  }

  insert(position: number, item: Electron.MenuItem): void {
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): Electron.MenuItem | null {
    return allItems(this.items).find((item) => item.id === id) ?? null;
  }

  /** Context menus stay invisible; a spec reads them from the record and clicks an item itself. */
  popup(options?: Electron.PopupOptions): void {
    record('Menu.popup', this.items, options);
  }

  closePopup(): void {
    record('Menu.closePopup');
  }
}

function itemFrom(entry: Template[number]): Electron.MenuItem {
  if (entry instanceof HostMenuItem) return entry as unknown as Electron.MenuItem;
  const options = entry as Electron.MenuItemConstructorOptions;
  const item = new HostMenuItem(options);
  const { submenu } = options;
  if (submenu) item.submenu = Array.isArray(submenu) ? HostMenu.buildFromTemplate(submenu) : submenu;
  return loud(item, 'MenuItem') as unknown as Electron.MenuItem;
}

function allItems(items: readonly Electron.MenuItem[]): Electron.MenuItem[] {
  return items.flatMap((item) => [item, ...allItems(item.submenu?.items ?? [])]);
}

/** The keys of the application menu, for the pages to listen to. */
export function acceleratorsForPages(): { id: string; mods: string; key: string }[] {
  return allItems(applicationMenu?.items ?? []).flatMap((item) => {
    const stroke = item.accelerator && item.visible ? parseAccelerator(item.accelerator) : undefined;
    return stroke ? [{ id: String(item.commandId), ...stroke }] : [];
  });
}

/** Clicks the item whose keys were pressed. */
export function runAccelerator(commandId: string, window: Electron.BrowserWindow | undefined): void {
  const item = allItems(applicationMenu?.items ?? []).find((one) => String(one.commandId) === commandId);
  item?.click({}, window);
}
