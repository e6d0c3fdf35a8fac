import { app, session, systemPreferences, type WebContents } from 'electron';
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

/** macOS asks the person by itself, once; elsewhere the system's settings are heard when recording begins. */
function askSystemForMicrophone(answer: (granted: boolean) => void): void {
  if (process.platform !== 'darwin') answer(true);
  else systemPreferences.askForMediaAccess('microphone').then(answer, () => answer(false));
}

/** Puts the deciders of `security.ts` where Electron asks; before the first window is made. */
export function guardEverything(): void {
  const { defaultSession } = session;
  defaultSession.setPermissionCheckHandler((_contents, permission, ...[origin, details]) =>
    mayUsePermission({ permission, origin, media: [details.mediaType] }),
  );
  defaultSession.setPermissionRequestHandler((_contents, permission, ...[answer, details]) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const may = mayUsePermission({ permission, origin: details.requestingUrl, media });
    if (may && permission === 'media') askSystemForMicrophone(answer);
    else answer(may);
  });
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !mayRequest(url, !app.isPackaged) }),
  );
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
}
