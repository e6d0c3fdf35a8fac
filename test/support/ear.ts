import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { readRtp } from '#main/jobs/audio/rtp.ts';

/** A place on this machine where sound arrives by RTP. */
export class Ear {
  readonly #socket: Socket;
  readonly #pieces = new Map<number, Buffer>();
  /** Payload types that arrived. */
  readonly types = new Set<number>();
  #wake = () => undefined as void;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      const packet = readRtp(data);
      if (packet === null) return;
      this.types.add(packet.type);
      this.#pieces.set(packet.sequence, packet.payload);
      this.#wake();
    });
  }

  static async open(): Promise<Ear> {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new Ear(socket);
  }

  get port(): number {
    return this.#socket.address().port;
  }

  /** Bytes that arrived. */
  get length(): number {
    return [...this.#pieces.values()].reduce((sum, { length }) => sum + length, 0);
  }

  /** The SHA-256 of what arrived, in the order in which it was sent. */
  get sha256(): string {
    const order = [...this.#pieces.keys()].toSorted((a, b) => a - b);
    const hash = createHash('sha256');
    for (const sequence of order) hash.update(this.#pieces.get(sequence) as Buffer);
    return hash.digest('hex');
  }

  /** Resolves when so many bytes have arrived. */
  async hears(bytes: number): Promise<void> {
    while (this.length < bytes)
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
  }

  close(): void {
    this.#socket.close();
  }
}
