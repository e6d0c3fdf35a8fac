import type * as Electron from 'electron';

let text = '';

/** `clipboard`: text only, of this process only; pages use Chromium's own. */
export const clipboard: Pick<Electron.Clipboard, 'readText' | 'writeText' | 'clear'> = {
  readText: async () => text,
  async writeText(value: string): Promise<void> {
    text = value;
  },
  clear(): void {
    text = '';
  },
};
