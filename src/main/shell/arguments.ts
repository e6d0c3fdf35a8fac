/** What the person, or the desktop, started Rolecall with. */
export interface ShellArguments {
  /** The folder as it was given. */
  readonly workspace: string | undefined;
  readonly demo: boolean;
  /** A `rolecall://` link, not yet understood. */
  readonly link: string | undefined;
}

const LINK = /^rolecall:/i;

/**
 * Reads the command line. Electron and Chromium have options of their own in it, so what is not known is passed
 * over; of an option that is given twice the last counts.
 */
export function readShellArguments(argv: readonly string[]): ShellArguments {
  let workspace: string | undefined;
  let link: string | undefined;
  let demo = false;
  for (let index = 1; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--demo') demo = true;
    else if (word.startsWith('--workspace=')) workspace = word.slice('--workspace='.length) || undefined;
    else if (word === '--workspace') {
      const next = argv[index + 1];
      if (next === undefined || next.startsWith('--')) continue;
      workspace = next;
      index++;
    } else if (LINK.test(word)) link = word;
  }
  return { workspace, demo, link };
}
