import type { MachineChoice, Outcome } from '#shared/operations/broadcasts.ts';
import type { Prompt } from '../audio/prompt.ts';

/** One call to place. */
export interface Call {
  /**
   * The attempt's own id: never used again for another call, the same after a restart. Letters, digits and hyphens:
   * it is the Call-ID of SIP and the channel id of Asterisk.
   */
  readonly id: string;
  /** E.164 with its plus sign. */
  readonly number: string;
  /** Which attempt at this number, counted from 1. */
  readonly attempt: number;
  /** What the callee sees, E.164 with its plus sign; null: what the gateway shows by itself. */
  readonly callerId: string | null;
  /** Played once as soon as somebody answers; null: silence. */
  readonly prompt: Prompt | null;
  /** How long it may ring, in ms. */
  readonly ringMs: number;
  /** How long it may last from the answer on, in ms, whatever happens. */
  readonly talkMs: number;
  /** How long to wait for a key once the prompt has ended, in ms. */
  readonly keyMs: number;
  /** What becomes of the call if an answering machine takes it. */
  readonly machine: MachineChoice;
}

/**
 * How a call ended. `not-placed`: the gateway turned it away before anybody's telephone rang; `interrupted`: the
 * connection to the gateway broke, and nobody can say what became of it.
 */
export interface CallEnd {
  readonly outcome: Outcome;
  /** Seconds until it was answered or ended unanswered. */
  readonly ring: number;
  /** Seconds; 0 if nobody answered. */
  readonly talk: number;
  /** Of `not-placed` only: too many calls at once, or a fault that the next call would meet as well. */
  readonly because?: 'congestion' | 'fault';
  /** Somebody answered and heard nothing, for a fault on this side. */
  readonly silent?: boolean;
}

export interface CallListener {
  /**
   * Somebody answered. `handle` is what `endLeft` needs to end this call after a crash of this process; null if the
   * call's id is enough.
   */
  answered(handle: string | null): void;
  /** The callee pressed a key: '0' to '9', '*', '#'. */
  key(key: string): void;
  /** Told exactly once per call, never from within `dial`; nothing is told after it. */
  ended(end: CallEnd): void;
}

export interface LiveCall {
  /** Ends the call; `ended` is still told, once. Does nothing after the end. */
  hangUp(): void;
  /** Hands an answered call over to another number (E.164) and ends it here once the gateway has taken it over. */
  transfer(to: string): void;
}

/** A call of an earlier process that may still be up. */
export interface LeftCall {
  readonly id: string;
  readonly number: string;
  readonly callerId: string | null;
  /** As `answered` told it; null if it was not answered, or needs none. */
  readonly handle: string | null;
}

/** What a broadcast asks of its gateway beyond calls. */
export interface Needs {
  readonly prompt: Prompt | null;
  /** Callees' keys do something. */
  readonly keys: boolean;
}

/** A gateway can't be used; the message is for a person. */
export class GatewayError extends Error {
  readonly kind: 'unreachable' | 'wrong-password' | 'refused' | 'misconfigured';

  constructor(kind: GatewayError['kind'], message: string) {
    super(message);
    this.name = 'GatewayError';
    this.kind = kind;
  }
}

/**
 * What places calls. INVARIANT: `dial` is told once per attempt and never repeats a call by itself.
 */
export interface Gateway {
  /** Shown wherever its results are. */
  readonly label: string;
  /** Real telephones may ring. */
  readonly real: boolean;
  /** Connects and tries the credentials. Throws a GatewayError, within some seconds. */
  open(): Promise<void>;
  /**
   * Where what a broadcast needs may be missing although the gateway answers: throws a GatewayError then, before
   * anybody is called.
   */
  prepare?(needs: Needs): Promise<void>;
  /** Null while calls can be placed, otherwise why not, in words for a person. */
  fault(): string | null;
  dial(call: Call, listener: CallListener): LiveCall;
  /** Ends calls that an earlier process left up; resolves when the gateway has answered for each. */
  endLeft(calls: readonly LeftCall[]): Promise<void>;
  /** Hangs up every live call, waits until they have ended (some seconds at most), and lets go of the connection. */
  close(): Promise<void>;
}
