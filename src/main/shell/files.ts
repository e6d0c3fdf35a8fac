import { existsSync } from 'node:fs';
import { type BrowserWindow, dialog, shell } from 'electron';
import { inputFaults } from '#main/service/failures.ts';
import type { RemoteService } from '#main/service/remote.ts';
import type { Caller } from '#main/service/sessions.ts';
import type { Operation } from '#shared/operation.ts';
import { fileOperations } from '#shared/operations/files.ts';
import { fail, ok, type Reply } from '#shared/reply.ts';
import type { z } from '#shared/zod.ts';
import { isKnownFile } from './known-file.ts';

type Name = keyof typeof fileOperations;
type Input<N extends Name> = z.output<(typeof fileOperations)[N]['input']>;

/** A window that asks, and the session it has with the service. */
export interface Asking {
  readonly window: BrowserWindow;
  readonly caller: Caller;
}

/** Whether an operation is one that the shell carries out itself. */
export function isFileOperation(name: string): name is Name {
  return Object.hasOwn(fileOperations, name);
}

/** Dialogs and folders of the desktop, for people who are signed in. What they choose becomes theirs to use. */
export class Files {
  readonly #service: RemoteService;
  readonly #chosen = new Map<string, Set<string>>();
  readonly #busy = new Set<string>();

  constructor(service: RemoteService) {
    this.#service = service;
  }

  async dispatch(asking: Asking, name: Name, input: unknown): Promise<Reply<unknown>> {
    const operation: Operation = fileOperations[name];
    if (!(await this.#service.isSignedIn(asking.caller))) {
      return fail('not-signed-in', 'Sign in first.', { reason: 'not-signed-in' });
    }
    const parsed = operation.input.safeParse(input ?? {});
    if (!parsed.success) return inputFaults(operation, parsed.error);
    if (name === 'files.reveal') return this.#reveal(asking.caller, parsed.data as Input<'files.reveal'>);
    return this.#oneAtATime(asking.caller, () => {
      if (name === 'files.chooseOpen') return this.#chooseOpen(asking, parsed.data as Input<typeof name>);
      if (name === 'files.chooseFolder') return this.#chooseFolder(asking, parsed.data as Input<typeof name>);
      return this.#chooseSave(asking, parsed.data as Input<'files.chooseSave'>);
    });
  }

  /** The window's session is over: what was chosen in it counts no more. */
  forget(callerId: string): void {
    this.#chosen.delete(callerId);
  }

  async #oneAtATime(caller: Caller, choose: () => Promise<Reply<unknown>>): Promise<Reply<unknown>> {
    if (this.#busy.has(caller.id)) return fail('locked', 'A file dialog is open already. Answer it first.');
    this.#busy.add(caller.id);
    try {
      return await choose();
    } finally {
      this.#busy.delete(caller.id);
    }
  }

  async #chooseOpen(asking: Asking, { title, extensions }: Input<'files.chooseOpen'>) {
    const listed = extensions.filter((extension) => /^[a-z0-9]+$/i.test(extension));
    const name = listed.map((extension) => `.${extension}`).join(', ');
    const filters = [{ name: 'All files', extensions: ['*'] }];
    if (listed.length > 0) filters.unshift({ name, extensions: listed });
    const answer = await dialog.showOpenDialog(asking.window, { title, filters, properties: ['openFile'] });
    return this.#grant(asking, answer.canceled ? undefined : answer.filePaths[0], 'read');
  }

  async #chooseFolder(asking: Asking, { title }: Input<'files.chooseFolder'>) {
    const answer = await dialog.showOpenDialog(asking.window, { title, properties: ['openDirectory'] });
    return this.#grant(asking, answer.canceled ? undefined : answer.filePaths[0], 'read');
  }

  async #chooseSave(asking: Asking, { title, name }: Input<'files.chooseSave'>) {
    const options = { title, defaultPath: name, properties: ['showOverwriteConfirmation' as const] };
    const answer = await dialog.showSaveDialog(asking.window, options);
    return this.#grant(
      asking,
      answer.canceled || answer.filePath === '' ? undefined : answer.filePath,
      'write',
    );
  }

  #grant(
    { caller }: Asking,
    file: string | undefined,
    use: 'read' | 'write',
  ): Reply<{ file: string | null }> {
    if (file === undefined) return ok({ file: null });
    const chosen = this.#chosen.get(caller.id) ?? new Set();
    this.#chosen.set(caller.id, chosen.add(file));
    this.#service.grantFile(caller.id, file, use);
    return ok({ file });
  }

  async #reveal(caller: Caller, { file }: Input<'files.reveal'>): Promise<Reply<object>> {
    const own = this.#chosen.get(caller.id)?.has(file) === true;
    if (!own && !(await isKnownFile(file, (name, input) => this.#service.dispatch(caller, name, input)))) {
      return fail(
        'denied',
        'Rolecall opens only the folders of files that you chose or that your exports made.',
      );
    }
    if (!existsSync(file)) {
      return fail('not-found', 'The file is no longer there: it was moved, renamed or deleted.');
    }
    shell.showItemInFolder(file);
    return ok({});
  }
}
