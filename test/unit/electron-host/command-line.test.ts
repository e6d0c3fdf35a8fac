import { describe, expect, test } from 'vitest';
import { parseAccelerator } from '../../electron-host/accelerators.ts';
import { chromiumArguments } from '../../electron-host/chromium.ts';
import { HostCommandLine, parseCommandLine } from '../../electron-host/command-line.ts';

const profile = { path: '/profile', kept: false, remove: () => undefined };

describe("the host's command line", () => {
  test('is read as Playwright writes it', () => {
    const read = parseCommandLine([
      '-r',
      '/loader.js',
      '--no-sandbox',
      '--inspect=0',
      '--remote-debugging-port=0',
      '/app',
      '--demo',
      '--workspace',
      '/data',
    ]);
    expect(read.requires).toEqual(['/loader.js']);
    expect([read.appPath, read.inspectPort, read.debuggingPort]).toEqual(['/app', 0, '0']);
  });

  test('asks for no inspector and no port by itself', () => {
    const read = parseCommandLine(['/app', '--demo']);
    expect([read.inspectPort, read.debuggingPort]).toEqual([undefined, undefined]);
  });
});

const switches = (debuggingPort?: string): string[] => {
  const line = new HostCommandLine(
    new Map([
      ['inspect', '0'],
      ['remote-debugging-port', '0'],
    ]),
  );
  line.appendSwitch('disable-features', 'PaintHolding');
  line.appendSwitch('disable-features', 'LensOverlay');
  return chromiumArguments({ profile, switches: line.entries(), headless: true, debuggingPort });
};

describe("Chromium's switches", () => {
  test('open no port unless a debugger asked for one', () => {
    expect(switches().filter((one) => one.includes('port'))).toEqual([]);
    expect(switches('0')).toContain('--remote-debugging-port=0');
    expect(switches()).toContain('--remote-debugging-pipe');
  });

  test("hold one list of disabled features: the host's own and the app's", () => {
    const lists = switches().filter((one) => one.startsWith('--disable-features='));
    expect(lists).toHaveLength(1);
    for (const feature of ['OptimizationHints', 'PaintHolding', 'LensOverlay'])
      expect(lists[0]).toContain(feature);
  });

  test('leave the network out of reach and out of use', () => {
    const all = switches();
    for (const name of [
      'disable-background-networking',
      'disable-component-update',
      'disable-sync',
      'disable-quic',
      'no-first-run',
    ]) {
      expect(all).toContain(`--${name}`);
    }
    expect(all.find((one) => one.startsWith('--host-resolver-rules='))).toContain('MAP * ~NOTFOUND');
  });
});

const read = (text: string, platform: NodeJS.Platform = 'linux'): string => {
  const stroke = parseAccelerator(text, platform);
  return stroke ? `${stroke.mods}:${stroke.key}` : 'none';
};

describe('accelerators', () => {
  test("are read in Electron's notation", () => {
    expect(read('CmdOrCtrl+Shift+K')).toBe('cs:k');
    expect(read('CommandOrControl+K', 'darwin')).toBe('m:k');
    expect(read('Alt+Ctrl+Up')).toBe('ca:arrowup');
    expect([read('F11'), read('CmdOrCtrl++'), read('CmdOrCtrl+Plus'), read('CmdOrCtrl+-')]).toEqual([
      ':f11',
      'c:+',
      'c:+',
      'c:-',
    ]);
    expect(read('Shift')).toBe('none');
  });
});
