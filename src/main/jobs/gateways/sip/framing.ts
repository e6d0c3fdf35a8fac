const HEAD_END = '\r\n\r\n';
/** No SIP message is longer; what is may be no SIP at all. */
const MOST = 65_536;

/**
 * Cuts a stream into SIP messages by their Content-Length (RFC 3261, 18.3) and leaves keep-alives (RFC 5626) out.
 * Throws when the stream can't be SIP.
 */
export class SipFraming {
  #rest: Buffer = Buffer.alloc(0);

  /** The messages that are complete with this piece of the stream. */
  push(piece: Buffer): string[] {
    this.#rest = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece]);
    const messages: string[] = [];
    for (;;) {
      let start = 0;
      while (this.#rest[start] === 13 || this.#rest[start] === 10) start += 1;
      if (start > 0) this.#rest = this.#rest.subarray(start);
      const head = this.#rest.indexOf(HEAD_END);
      if (head === -1) break;
      const length = contentLength(this.#rest.toString('latin1', 0, head));
      const end = head + HEAD_END.length + length;
      if (this.#rest.length < end) break;
      messages.push(this.#rest.toString('utf8', 0, end));
      this.#rest = this.#rest.subarray(end);
    }
    if (this.#rest.length > MOST) throw new Error('What came over the connection is not SIP.');
    return messages;
  }
}

function contentLength(head: string): number {
  const match = /^(?:Content-Length|l)\s*:\s*(\d+)/im.exec(head);
  return match === null ? 0 : Number(match[1]);
}
