import type * as Electron from 'electron';

type Role = NonNullable<Electron.MenuItemConstructorOptions['role']>;

/** What a menu item with a role does. Editing roles are Chromium's own business: its keys work by themselves. */
export function runRole(
  role: Role,
  window: Electron.BrowserWindow | undefined,
  app: Pick<Electron.App, 'quit'>,
): void {
  const contents = window?.webContents;
  const zoom = (steps: number): void => contents?.setZoomLevel(contents.getZoomLevel() + steps);
  const actions: Partial<Record<Role, () => void>> = {
    close: () => window?.close(),
    forceReload: () => contents?.reloadIgnoringCache(),
    minimize: () => window?.minimize(),
    quit: () => app.quit(),
    reload: () => contents?.reload(),
    resetZoom: () => contents?.setZoomLevel(0),
    toggleDevTools: () => contents?.toggleDevTools(),
    togglefullscreen: () => window?.setFullScreen(!window.isFullScreen()),
    zoomIn: () => zoom(0.5),
    zoomOut: () => zoom(-0.5),
  };
  actions[role]?.();
}
