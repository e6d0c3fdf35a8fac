import { readFile } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Electron from 'electron';

const types: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** `net`: files as a protocol handler reads them, and whether there is a network at all. */
class HostNet implements Pick<Electron.Net, 'fetch' | 'isOnline' | 'online'> {
  get online(): boolean {
    return this.isOnline();
  }

  isOnline(): boolean {
    return Object.values(networkInterfaces()).some((list) => list?.some((one) => !one.internal));
  }

  /** @throws TypeError as fetch does when there is nothing at the address. */
  async fetch(input: string | Request, init?: RequestInit): Promise<Response> {
    const url = typeof input === 'string' ? input : input.url;
    if (!url.startsWith('file:')) return fetch(input, init);
    const path = fileURLToPath(url);
    try {
      const type = types[extname(path).toLowerCase()] ?? 'application/octet-stream';
      return new Response(await readFile(path), { headers: { 'content-type': type } });
    } catch (error) {
      throw new TypeError('net::ERR_FILE_NOT_FOUND', { cause: error });
    }
  }
}

/** The `net` of this process. */
export const net = new HostNet();
