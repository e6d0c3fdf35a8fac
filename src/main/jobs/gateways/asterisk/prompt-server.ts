import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Prompt, promptOf } from '../../audio/prompt.ts';
import { FRAME } from '../../audio/rtp.ts';
import { wavOf } from '../../audio/wav.ts';

const SILENCE = 0xff;
/** Asterisk counts a WAV file's header among its samples, and so ends this many before the end. */
const UNPLAYED = 22;

/** A prompt's file for Asterisk: silence follows it, so that what Asterisk leaves out is silence. */
export function promptFile({ ulaw }: Prompt): Buffer {
  const whole = new Uint8Array(Math.ceil((ulaw.length + UNPLAYED) / FRAME) * FRAME).fill(SILENCE);
  whole.set(ulaw);
  return wavOf(promptOf(whole));
}

/** Hands prompts to Asterisk over HTTP, each under a name that nobody can guess; Asterisk keeps what it fetched. */
export class PromptServer {
  readonly #files = new Map<string, Buffer>();
  readonly #address: string;
  #server: Server | null = null;

  /** `address`: this machine as Asterisk reaches it. */
  constructor(address: string) {
    this.#address = address;
  }

  async open(): Promise<void> {
    const server = createServer((request, response) => {
      const file = this.#files.get(request.url ?? '');
      if (file === undefined) response.writeHead(404).end();
      else response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': file.length }).end(file);
    });
    server.listen(0, this.#address);
    await once(server, 'listening');
    this.#server = server;
  }

  /** Where Asterisk finds a prompt. */
  urlOf(prompt: Prompt): string {
    const path = `/${prompt.sha256}.wav`;
    if (!this.#files.has(path)) this.#files.set(path, promptFile(prompt));
    if (this.#server === null) throw new Error('the prompt server is not open');
    const { port } = this.#server.address() as AddressInfo;
    return `http://${this.#address}:${port}${path}`;
  }

  close(): void {
    this.#server?.close();
    this.#server?.closeAllConnections();
    this.#files.clear();
  }
}
