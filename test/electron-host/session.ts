import { EventEmitter } from 'node:events';
import type * as Electron from 'electron';
import { loud } from './loud.ts';
import { registry } from './window-registry.ts';

type CheckHandler = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type RequestHandler = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type Members =
  | 'setPermissionCheckHandler'
  | 'setPermissionRequestHandler'
  | 'setSpellCheckerEnabled'
  | 'clearStorageData'
  | 'clearCache'
  | 'protocol'
  | 'webRequest';

type Media = 'audio' | 'video';

/** Electron's permission names, each with the names under which Chromium's DevTools know it. */
const permissions: readonly (readonly [Parameters<CheckHandler>[1], readonly string[], Media?])[] = [
  ['clipboard-read', ['clipboard-read']],
  ['clipboard-sanitized-write', ['clipboard-write']],
  ['geolocation', ['geolocation']],
  ['idle-detection', ['idle-detection']],
  ['local-fonts', ['local-fonts']],
  ['media', ['camera'], 'video'],
  ['media', ['microphone'], 'audio'],
  ['midi', ['midi']],
  ['notifications', ['notifications']],
  ['screen-wake-lock', ['screen-wake-lock']],
  ['window-management', ['window-management']],
];

/** What Chromium is told about one permission. */
export interface PermissionSetting {
  readonly name: string;
  readonly setting: 'granted' | 'denied';
}

type BeforeRequest = (
  details: { url: string; resourceType: string },
  callback: (answer: Electron.CallbackResponse) => void,
) => void;
type HeadersReceived = (
  details: { url: string; responseHeaders: Record<string, string[]> },
  callback: (answer: Electron.HeadersReceivedResponse) => void,
) => void;

/** `session.webRequest`: the two listeners that guard an offline app, without URL filters. */
class HostWebRequest {
  beforeRequest: BeforeRequest | undefined;
  headersReceived: HeadersReceived | undefined;

  onBeforeRequest(...args: unknown[]): void {
    this.beforeRequest = (args.at(-1) ?? undefined) as BeforeRequest | undefined;
  }

  onHeadersReceived(...args: unknown[]): void {
    this.headersReceived = (args.at(-1) ?? undefined) as HeadersReceived | undefined;
  }
}

/** `session.defaultSession`. Without a handler every permission is denied. */
export class HostSession
  extends EventEmitter
  implements Omit<Pick<Electron.Session, Members>, 'protocol' | 'webRequest'>
{
  readonly requests = new HostWebRequest();
  readonly webRequest = loud(this.requests, 'session.webRequest') as unknown as Electron.WebRequest;
  private checkHandler: CheckHandler | null = null;
  private requestHandler: RequestHandler | null = null;

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.checkHandler = handler;
    this.reapply();
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.requestHandler = handler;
    this.reapply();
  }

  setSpellCheckerEnabled(): void {
    // Chromium is started without the network that its dictionaries come from.
  }

  async clearStorageData(): Promise<void> {
    // The profile is a new one at each start unless the app chose where its data lives.
  }

  async clearCache(): Promise<void> {
    // Pages of the app are answered by the host and cached nowhere.
  }

  /** Asks the app's handlers about every permission once, as Chromium can't be made to ask when it comes up. */
  permissionSettings(contents: Electron.WebContents, origin: string): PermissionSetting[] {
    return permissions.flatMap(([permission, names, media]) => {
      const granted = this.isGranted(contents, permission, { origin, media });
      return names.map((name) => ({ name, setting: granted ? ('granted' as const) : ('denied' as const) }));
    });
  }

  private isGranted(
    contents: Electron.WebContents,
    permission: Parameters<CheckHandler>[1],
    { origin, media }: { readonly origin: string; readonly media: Media | undefined },
  ): boolean {
    const details = { requestingUrl: `${origin}/`, isMainFrame: true, securityOrigin: origin };
    const check = media === undefined ? details : { ...details, mediaType: media };
    if (this.checkHandler && !this.checkHandler(contents, permission, origin, check)) return false;
    if (!this.requestHandler) return this.checkHandler !== null;
    let granted = false;
    this.requestHandler(
      contents,
      permission,
      (answer) => {
        granted = answer;
      },
      media === undefined ? details : { ...details, mediaTypes: [media] },
    );
    return granted;
  }

  private reapply(): void {
    for (const window of registry.all()) window.contents.applyPermissions();
  }
}

/** The default session, as the host's files see it. */
export const defaultSession = new HostSession();
/** The default session, as the app sees it. */
export const hostSession = loud(defaultSession, 'session') as HostSession & Electron.Session;
