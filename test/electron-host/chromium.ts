import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from '../../scripts/chromium.mjs';
import { CdpConnection } from './cdp.ts';
import type { Profile } from './profile.ts';

/** How Chromium is to be started. */
export interface ChromiumOptions {
  readonly profile: Profile;
  /** The app's own switches. */
  readonly switches: ReadonlyMap<string, string>;
  readonly headless: boolean;
  /** A port for other debuggers, undefined for none at all. */
  readonly debuggingPort: string | undefined;
}

/** A running Chromium. */
export interface Chromium {
  readonly connection: CdpConnection;
  readonly process: ChildProcess;
  /** Opens one more window without tabs, by Chromium's own way: a second start on the same profile. */
  openAppWindow(): void;
}

/** What a new window shows before the app loads something; Chromium makes no window without tabs for about:blank. */
export const emptyPage = 'data:text/html,';

const disabledFeatures = [
  'OptimizationHints',
  'OptimizationGuideModelDownloading',
  'MediaRouter',
  'Translate',
  'NetworkTimeServiceQuerying',
  'PreconnectToSearch',
  'AimEnabled',
  'LensOverlay',
  'HttpsUpgrades',
  'InterestFeedContentSuggestions',
  'CertificateTransparencyComponentUpdater',
  'AutofillServerCommunication',
];

/** Switches that keep Chromium quiet: no first-run pages, no background traffic, nothing but our windows. */
const quiet = {
  'no-first-run': '',
  'no-default-browser-check': '',
  'no-startup-window': '',
  'keep-alive-for-test': '',
  'no-service-autorun': '',
  'password-store': 'basic',
  'use-mock-keychain': '',
  'disable-background-networking': '',
  'disable-background-timer-throttling': '',
  'disable-backgrounding-occluded-windows': '',
  'disable-breakpad': '',
  'disable-client-side-phishing-detection': '',
  'disable-component-extensions-with-background-pages': '',
  'disable-component-update': '',
  'disable-default-apps': '',
  'disable-dev-shm-usage': '',
  'disable-domain-reliability': '',
  'disable-extensions': '',
  'disable-field-trial-config': '',
  'disable-gpu': '',
  'disable-hang-monitor': '',
  'disable-quic': '',
  'disable-renderer-backgrounding': '',
  'disable-search-engine-choice-screen': '',
  'disable-sync': '',
  'force-color-profile': 'srgb',
  'metrics-recording-only': '',
  // Pages of the app come from the host; nothing in a page may reach a network but a local development server.
  // Or Chromium warns in the window of the very switch below.
  'test-type': '',
  'host-resolver-rules': 'MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
};

const ownSwitches = [
  'inspect',
  'inspect-brk',
  'remote-debugging-port',
  'remote-debugging-pipe',
  'user-data-dir',
];

/**
 * Starts Chromium, speaking over a pipe; no port is opened unless another debugger (Playwright) asked for one.
 * @throws Error when no Chromium is installed.
 */
export function startChromium(options: ChromiumOptions): Chromium {
  const executable = findChromium();
  if (executable === undefined) {
    throw new Error(
      'No Chromium was found. Install chromium (Debian: apt-get install chromium) or set ROLECALL_CHROMIUM.',
    );
  }
  const args = chromiumArguments(options);
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] });
  const [, , stderr, writer, reader] = child.stdio as [null, null, Readable, Writable, Readable];
  createInterface({ input: stderr }).on('line', (line) => {
    // The one line that Playwright waits for; Chromium's complaints about a missing session bus are nobody's concern.
    if (line.startsWith('DevTools listening on ') || process.env['ELECTRON_HOST_LOG'])
      process.stderr.write(`${line}\n`);
  });
  return {
    connection: new CdpConnection(reader, writer),
    process: child,
    openAppWindow() {
      const visible = args.filter((arg) => !/^--(?:remote-debugging|no-startup-window)/.test(arg));
      spawn(executable, [...visible, `--app=${emptyPage}`], { stdio: 'ignore' }).unref();
    },
  };
}

/** The whole command line for Chromium. */
export function chromiumArguments(options: ChromiumOptions): string[] {
  const switches = new Map<string, string>(Object.entries(quiet));
  for (const [name, value] of options.switches) if (!ownSwitches.includes(name)) switches.set(name, value);
  const features = [...disabledFeatures, ...(switches.get('disable-features')?.split(',') ?? [])];
  switches.set('disable-features', [...new Set(features)].filter(Boolean).join(','));
  if (process.platform === 'linux' && process.getuid?.() === 0) switches.set('no-sandbox', '');
  if (options.headless) switches.set('headless', 'new');
  if (options.debuggingPort !== undefined) switches.set('remote-debugging-port', options.debuggingPort);
  switches.set('remote-debugging-pipe', '');
  switches.set('user-data-dir', options.profile.path);
  return Array.from(switches, ([name, value]) => (value === '' ? `--${name}` : `--${name}=${value}`));
}
