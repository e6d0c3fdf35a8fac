import { spawn } from 'node:child_process';
import type * as Electron from 'electron';
import { hasDisplay } from './display.ts';
import { record } from './record.ts';

type Members = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox';

/** The text a dialog program printed, undefined when the person cancelled or there is no such program. */
async function ask(args: readonly string[]): Promise<string | undefined> {
  if (!hasDisplay() || process.platform !== 'linux') return undefined;
  const child = spawn('zenity', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const code = await new Promise((resolve) => child.on('close', resolve).on('error', () => resolve(1)));
  return code === 0 ? text.trim() : undefined;
}

/** The options stand last, behind the window if one was given. */
function optionsOf(args: readonly unknown[]): object {
  return args.at(-1) ?? {};
}

/** Dialogs know the person's language only through the app's own texts; zenity gets those. */
function titleArgs(title: string | undefined): string[] {
  return title === undefined ? [] : ['--title', title];
}

/**
 * `dialog`. The members are plain properties, so that a spec can put its own answer in their place. Without a
 * display, every dialog is cancelled; with one, zenity asks where it is installed.
 */
export const dialog: Pick<Electron.Dialog, Members> = {
  async showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    record('dialog.showOpenDialog', ...args);
    const { title, defaultPath, properties } = optionsOf(args) as Electron.OpenDialogOptions;
    const kinds = [
      properties?.includes('openDirectory') && '--directory',
      properties?.includes('multiSelections') && '--multiple',
    ];
    const from = defaultPath === undefined ? [] : [`--filename=${defaultPath}`];
    const extra = kinds.filter((kind) => typeof kind === 'string');
    const answer = await ask(['--file-selection', '--separator=\n', ...titleArgs(title), ...from, ...extra]);
    return answer === undefined
      ? { canceled: true, filePaths: [] }
      : { canceled: false, filePaths: answer.split('\n') };
  },

  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    record('dialog.showSaveDialog', ...args);
    const { title, defaultPath } = optionsOf(args) as Electron.SaveDialogOptions;
    const from = defaultPath === undefined ? [] : [`--filename=${defaultPath}`];
    const answer = await ask([
      '--file-selection',
      '--save',
      '--confirm-overwrite',
      ...titleArgs(title),
      ...from,
    ]);
    return { canceled: answer === undefined, filePath: answer ?? '' };
  },

  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    record('dialog.showMessageBox', ...args);
    const {
      title,
      message,
      buttons = [],
      cancelId,
      defaultId,
    } = optionsOf(args) as Electron.MessageBoxOptions;
    const cancelled = cancelId ?? Math.max(0, buttons.length - 1);
    const text = [`--text=${message}`, '--no-markup', ...titleArgs(title)];
    const answer = await ask(buttons.length > 1 ? ['--question', ...text] : ['--info', ...text]);
    return { response: answer === undefined ? cancelled : (defaultId ?? 0), checkboxChecked: false };
  },

  showErrorBox(title: string, content: string): void {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
    void ask(['--error', '--no-markup', '--title', title, `--text=${content}`]);
  },
};
