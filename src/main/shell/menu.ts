import { Menu } from 'electron';
import { enabledItems, type MenuOptions, menuTemplate } from './menu-template.ts';
import type { MayDo } from './session-watch.ts';

/** The application menu; it follows what the person who is signed in may do. */
export class ApplicationMenu {
  readonly #menu: Menu;

  constructor(options: MenuOptions) {
    this.#menu = Menu.buildFromTemplate(menuTemplate(options));
    Menu.setApplicationMenu(this.#menu);
  }

  follow(mayDo: MayDo): void {
    for (const [id, enabled] of enabledItems(mayDo)) {
      const item = this.#menu.getMenuItemById(id);
      if (item !== null) item.enabled = enabled;
    }
  }
}
