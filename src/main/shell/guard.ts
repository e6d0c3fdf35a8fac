import { app, session, type WebContents } from 'electron';
import { note } from './log.ts';
import { mayNavigate, mayOpenWindow, mayRequest, mayUsePermission } from './security.ts';

function guardContents(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (mayNavigate(event.url, event.isMainFrame)) return;
    event.preventDefault();
    note('A navigation was refused.');
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => ({ action: mayOpenWindow(url) ? 'allow' : 'deny' }));
}

/** Puts the deciders of `security.ts` where Electron asks; before the first window is made. */
export function guardEverything(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    mayUsePermission(permission, origin),
  );
  defaultSession.setPermissionRequestHandler((_contents, permission, ...[answer, details]) =>
    answer(mayUsePermission(permission, details.requestingUrl)),
  );
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !mayRequest(url, !app.isPackaged) }),
  );
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
