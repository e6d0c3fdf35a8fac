import { spawn } from 'node:child_process';
import { homedir } from 'node:os';
import type * as Electron from 'electron';
import { hasDisplay } from './display.ts';
import { askInWindow } from './question-window.ts';
import { record } from './record.ts';

type Members = 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox';

/** What zenity printed: undefined when the person cancelled, null when there is no zenity to ask. */
async function askZenity(args: readonly string[]): Promise<string | undefined | null> {
  if (process.platform !== 'linux') return null;
  const child = spawn('zenity', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', (code) => resolve(code === 0 ? text.trim() : undefined));
  });
}

/** Asks for a path, with zenity or else in a window of the host's own; undefined when cancelled. */
async function askForPath(
  zenity: readonly string[],
  title: string,
  value: string,
): Promise<string | undefined> {
  if (!hasDisplay()) return undefined;
  const answer = await askZenity(['--file-selection', '--title', title, ...zenity]);
  if (answer !== null) return answer;
  const typed = await askInWindow({ title, text: title, value, buttons: ['OK', 'Cancel'] });
  return typed?.button === 0 && typed.text !== '' ? typed.text.replace(/^~(?=\/)/, homedir()) : undefined;
}

/** The options stand last, behind the window if one was given. */
function optionsOf(args: readonly unknown[]): object {
  return args.at(-1) ?? {};
}

/**
 * `dialog`. The members are plain properties, so that a spec can put its own answer in their place. Without a
 * display, every dialog is cancelled; with one, zenity asks, or a window of the host's own.
 */
export const dialog: Pick<Electron.Dialog, Members> = {
  async showOpenDialog(...args: unknown[]): Promise<Electron.OpenDialogReturnValue> {
    record('dialog.showOpenDialog', ...args);
    const {
      title = 'Open',
      defaultPath = '',
      properties = [],
    } = optionsOf(args) as Electron.OpenDialogOptions;
    const zenity = ['--separator=\n', ...(defaultPath ? [`--filename=${defaultPath}`] : [])];
    if (properties.includes('openDirectory')) zenity.push('--directory');
    if (properties.includes('multiSelections')) zenity.push('--multiple');
    const answer = await askForPath(zenity, title, defaultPath);
    return answer === undefined
      ? { canceled: true, filePaths: [] }
      : { canceled: false, filePaths: answer.split('\n') };
  },

  async showSaveDialog(...args: unknown[]): Promise<Electron.SaveDialogReturnValue> {
    record('dialog.showSaveDialog', ...args);
    const { title = 'Save', defaultPath = '' } = optionsOf(args) as Electron.SaveDialogOptions;
    const zenity = ['--save', '--confirm-overwrite', ...(defaultPath ? [`--filename=${defaultPath}`] : [])];
    const answer = await askForPath(zenity, title, defaultPath);
    return { canceled: answer === undefined, filePath: answer ?? '' };
  },

  async showMessageBox(...args: unknown[]): Promise<Electron.MessageBoxReturnValue> {
    record('dialog.showMessageBox', ...args);
    const options = optionsOf(args) as Electron.MessageBoxOptions;
    const { title = '', message, detail = '', buttons = ['OK'] } = options;
    const text = detail ? `${message}\n\n${detail}` : message;
    const answer = hasDisplay() ? await askInWindow({ title, text, value: undefined, buttons }) : undefined;
    return { response: answer?.button ?? options.cancelId ?? buttons.length - 1, checkboxChecked: false };
  },

  showErrorBox(title: string, content: string): void {
    record('dialog.showErrorBox', title, content);
    process.stderr.write(`${title}: ${content}\n`);
    if (hasDisplay()) void askInWindow({ title, text: content, value: undefined, buttons: ['OK'] });
  },
};
