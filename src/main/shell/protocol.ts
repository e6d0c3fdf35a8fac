import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { protocol } from 'electron';
import { pageFileOf, pageHeaders, withNonce } from './page-files.ts';

/** Makes `app://` an origin of its own, as good as https. Must run before Electron is ready. */
export function declareScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, codeCache: true } },
  ]);
}

async function answer(folder: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? pageFileOf(request.url) : null;
  if (file === null) return new Response(null, { status: 404 });
  try {
    const bytes = await readFile(join(folder, file.path));
    const nonce = randomBytes(18).toString('base64');
    const body = file.html ? withNonce(bytes.toString('utf8'), nonce) : new Uint8Array(bytes);
    return new Response(body, { headers: pageHeaders(file, nonce) });
  } catch {
    return new Response(null, { status: 404 });
  }
}

/** Serves the files of one folder, and nothing else, under `app://rolecall/`. */
export function servePages(folder: string): void {
  protocol.handle('app', (request) => answer(folder, request));
}
