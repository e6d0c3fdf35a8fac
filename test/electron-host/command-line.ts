import type * as Electron from 'electron';

/** What the host reads from its own command line, which has the form of Electron's. */
export interface ParsedCommandLine {
  /** Modules to load before the app (`-r`). */
  readonly requires: readonly string[];
  /** The app: a folder with a package.json, or a file; undefined when none was given. */
  readonly appPath: string | undefined;
  /** `--inspect[=port]`, undefined when not asked for. */
  readonly inspectPort: number | undefined;
  /** `--remote-debugging-port=n`, undefined when not asked for. */
  readonly debuggingPort: string | undefined;
  readonly switches: ReadonlyMap<string, string>;
}

/** Reads Electron's command line: switches may stand before or after the app's path. */
export function parseCommandLine(args: readonly string[]): ParsedCommandLine {
  const requires: string[] = [];
  const switches = new Map<string, string>();
  let appPath: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '-r' || arg === '--require') {
      const next = args[++i];
      if (next !== undefined) requires.push(next);
    } else if (arg.startsWith('--') && arg.length > 2) {
      const [, name = '', value = ''] = /^--([^=]+)=?(.*)$/s.exec(arg) ?? [];
      switches.set(name, value);
    } else if (!arg.startsWith('-')) appPath ??= arg;
  }
  const inspect = switches.get('inspect');
  return {
    requires,
    switches,
    appPath,
    inspectPort: inspect === undefined ? undefined : Number(inspect.split(':').at(-1) || 9229),
    debuggingPort: switches.get('remote-debugging-port'),
  };
}

/** `app.commandLine`: the switches that Chromium is going to be started with. */
export class HostCommandLine implements Electron.CommandLine {
  private readonly switches: Map<string, string>;

  constructor(switches: ReadonlyMap<string, string>) {
    this.switches = new Map(switches);
  }

  appendSwitch(name: string, value = ''): void {
    // Chromium takes only the last list of features; Electron's own command line has one of each, too.
    const list = name === 'disable-features' || name === 'enable-features';
    const before = this.switches.get(name);
    this.switches.set(name, list && before ? `${before},${value}` : value);
  }

  appendArgument(value: string): void {
    const match = /^--([^=]+)=?(.*)$/s.exec(value);
    if (match) this.appendSwitch(match[1] ?? '', match[2]);
  }

  getSwitchValue(name: string): string {
    return this.switches.get(name) ?? '';
  }

  hasSwitch(name: string): boolean {
    return this.switches.has(name);
  }

  removeSwitch(name: string): void {
    this.switches.delete(name);
  }

  /** All switches in Chromium's form. */
  entries(): ReadonlyMap<string, string> {
    return this.switches;
  }
}
