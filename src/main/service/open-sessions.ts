import type { ServiceEvent } from '#shared/events.ts';
import type { Authority } from './authority.ts';
import type { Caller, Session, Sessions } from './sessions.ts';

const ENDED = 'You were signed out: your account was switched off, or you no longer have a role here.';
const NEW_PASSWORD = 'You were signed out: your password was changed. Sign in with the new one.';

type Tell = (event: ServiceEvent, only: readonly string[]) => void;

/** Keeps open sessions to what their people may do: whoever may no longer be signed in, or look on, is not. */
export class OpenSessions {
  readonly #sessions: Sessions;
  readonly #authority: Authority;
  readonly #tell: Tell;

  constructor(sessions: Sessions, authority: Authority, tell: Tell) {
    this.#sessions = sessions;
    this.#authority = authority;
    this.#tell = tell;
  }

  /** The caller's session, ended first if its person may no longer be signed in. */
  of(caller: Caller, now: number): Session | undefined {
    // A person who was switched off is refused by the rights, and the refusal is logged.
    if (caller.onBehalfOf !== undefined) return caller.onBehalfOf;
    const session = this.#sessions.get(caller);
    if (session === undefined) return undefined;
    const { rights } = this.#authority;
    if (!rights.maySignIn(session.person, now)) {
      this.end(caller.id, ENDED);
      return undefined;
    }
    const viewed = session.viewing?.person;
    if (viewed !== undefined && !rights.maySignIn(viewed, now)) this.#stopViewing(caller.id);
    return this.#sessions.get(caller);
  }

  /** How many sessions a person has open. */
  count(person: string): number {
    return this.#sessions.all().filter(([, session]) => session.person === person).length;
  }

  /** The callers whose console shows what is the person's: themselves, or somebody who looks on as them. */
  callersOf(person: string): readonly string[] {
    return this.#sessions
      .all()
      .filter(([, session]) => (session.viewing?.person ?? session.person) === person)
      .map(([callerId]) => callerId);
  }

  /** Ends sessions that have no ground any more, and tells the others that their rights are new ones. */
  rightsChanged(changed: readonly string[], now: number): void {
    if (changed.length === 0) return;
    const everybody = changed.includes('tree') || changed.includes('packs');
    for (const [callerId, { person, viewing }] of this.#sessions.all()) {
      const concerned = everybody || changed.includes(person);
      // Whoever looks on must still be allowed to; rather than ask that again, the look ends.
      if (viewing !== undefined && (concerned || changed.includes(viewing.person))) {
        this.#stopViewing(callerId);
      }
      if (!concerned) continue;
      if (this.#authority.rights.maySignIn(person, now)) this.#tellNew(callerId);
      else this.end(callerId, ENDED);
    }
  }

  /** Shows the console to the caller as another person, or as themselves again. */
  view(callerId: string, viewing: Session['viewing'] | null): void {
    this.#sessions.view(callerId, viewing ?? null);
    this.#tellNew(callerId);
  }

  /** Ends a person's sessions, but for that of a caller, because their password was changed. */
  endAllOf(person: string, but: Caller): void {
    for (const [callerId, session] of this.#sessions.all()) {
      if (session.person === person && callerId !== but.id) this.end(callerId, NEW_PASSWORD);
    }
  }

  /** Ends one session and tells its window why. */
  end(callerId: string, message: string): void {
    this.#sessions.close(callerId);
    this.#tell({ type: 'session', ended: true, message }, [callerId]);
  }

  #stopViewing(callerId: string): void {
    this.view(callerId, null);
  }

  #tellNew(callerId: string): void {
    this.#tell({ type: 'session', ended: false, message: null }, [callerId]);
  }
}
