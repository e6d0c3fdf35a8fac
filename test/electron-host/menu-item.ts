import type * as Electron from 'electron';

type Options = Electron.MenuItemConstructorOptions;
type Role = NonNullable<Options['role']>;

/** What a role is called and which keys it has when the template doesn't say. Editing is Chromium's own business. */
const roles: Partial<Record<Role, { readonly label: string; readonly accelerator?: string }>> = {
  about: { label: 'About' },
  close: { label: 'Close Window', accelerator: 'CmdOrCtrl+W' },
  copy: { label: 'Copy' },
  cut: { label: 'Cut' },
  delete: { label: 'Delete' },
  forceReload: { label: 'Force Reload', accelerator: 'CmdOrCtrl+Shift+R' },
  minimize: { label: 'Minimize', accelerator: 'CmdOrCtrl+M' },
  paste: { label: 'Paste' },
  quit: { label: 'Quit', accelerator: 'CmdOrCtrl+Q' },
  redo: { label: 'Redo' },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R' },
  resetZoom: { label: 'Actual Size', accelerator: 'CmdOrCtrl+0' },
  selectAll: { label: 'Select All' },
  toggleDevTools: { label: 'Toggle Developer Tools', accelerator: 'CmdOrCtrl+Shift+I' },
  togglefullscreen: { label: 'Toggle Full Screen', accelerator: 'F11' },
  undo: { label: 'Undo' },
  zoomIn: { label: 'Zoom In', accelerator: 'CmdOrCtrl+Plus' },
  zoomOut: { label: 'Zoom Out', accelerator: 'CmdOrCtrl+-' },
};

/** Electron's menu item without a menu around it. */
export type ItemMembers =
  | 'id'
  | 'label'
  | 'type'
  | 'enabled'
  | 'visible'
  | 'checked'
  | 'accelerator'
  | 'click'
  | 'toolTip'
  | 'sublabel'
  | 'commandId';

/** What a role or a click does; given by the host's start, as it reaches into windows and the app. */
export type RoleAction = (role: Role, window: Electron.BrowserWindow | undefined) => void;

let roleAction: RoleAction = () => undefined;

/** Says what roles do. */
export function onRole(action: RoleAction): void {
  roleAction = action;
}

let lastCommand = 0;

/** `MenuItem`. */
export class HostMenuItem implements Pick<Electron.MenuItem, ItemMembers> {
  readonly commandId = ++lastCommand;
  readonly role: Role | undefined;
  readonly type: Electron.MenuItem['type'];
  readonly accelerator: string | null;
  id: string;
  label: string;
  sublabel: string;
  toolTip: string;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  submenu: Electron.Menu | undefined;
  private readonly onClick: Options['click'];

  constructor(options: Options) {
    this.role = options.role;
    const known = options.role === undefined ? undefined : roles[options.role];
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.accelerator = options.accelerator ?? known?.accelerator ?? null;
    this.id = options.id ?? '';
    this.label = options.label ?? known?.label ?? '';
    this.sublabel = options.sublabel ?? '';
    this.toolTip = options.toolTip ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.onClick = options.click;
  }

  /** What a person's click does; specs call it on items that they find by id. */
  readonly click = (_event?: unknown, window?: Electron.BrowserWindow): void => {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    if (this.type === 'radio') this.checked = true;
    const event = { triggeredByAccelerator: false } as Electron.KeyboardEvent;
    if (this.onClick) this.onClick(this as unknown as Electron.MenuItem, window, event);
    else if (this.role !== undefined) roleAction(this.role, window);
  };
}
