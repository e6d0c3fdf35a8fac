/** Who is asking: a window, the command line, a test. Sessions belong to callers; no token ever leaves the service. */
export interface Caller {
  readonly id: string;
  /** `window`: may use only files that its person chose in a dialog. */
  readonly kind: 'window' | 'command-line' | 'service';
  /** Of `service` alone: the person for whom it does what they asked for earlier, with the rights they have now. */
  readonly onBehalfOf?: Session;
}

export interface Signed {
  readonly person: string;
  readonly email: string;
}

export interface Session extends Signed {
  /** As whom the signed-in person looks at the console, read-only. */
  readonly viewing?: Signed;
}

/** Open sessions by caller, and the files that each caller's person chose. In memory: a restart signs everybody out. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  readonly #files = new Map<string, Set<string>>();

  get(caller: Caller): Session | undefined {
    return this.#sessions.get(caller.id);
  }

  open(caller: Caller, session: Session): void {
    this.#files.delete(caller.id);
    this.#sessions.set(caller.id, session);
  }

  /** Shows the console to the caller as another person, or as themselves again. */
  view(callerId: string, viewing: Signed | null): void {
    const session = this.#sessions.get(callerId);
    if (session === undefined) return;
    const { person, email } = session;
    this.#sessions.set(callerId, viewing === null ? { person, email } : { person, email, viewing });
  }

  close(callerId: string): void {
    this.#sessions.delete(callerId);
    this.#files.delete(callerId);
  }

  /** All open sessions, as caller id and session. */
  all(): readonly (readonly [string, Session])[] {
    return [...this.#sessions];
  }

  /** Notes that the caller's person chose a file, to read or to write it. */
  grantFile(callerId: string, file: string, use: 'read' | 'write'): void {
    const files = this.#files.get(callerId) ?? new Set();
    files.add(`${use}:${file}`);
    this.#files.set(callerId, files);
  }

  mayUseFile(caller: Caller, file: string, use: 'read' | 'write'): boolean {
    return caller.kind !== 'window' || this.#files.get(caller.id)?.has(`${use}:${file}`) === true;
  }
}
