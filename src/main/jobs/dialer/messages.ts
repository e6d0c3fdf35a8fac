import type { SecretKey } from '../../db/secrets.ts';
import type { FromJob, JobStart } from '../messages.ts';

/**
 * From the service to the dialler's process. `key`: of the gateways' secrets; it goes this way only, for arguments and
 * environments of processes are others' to read.
 */
export type ToDialer =
  | { readonly type: 'start'; readonly start: Omit<JobStart, 'signal'>; readonly key: SecretKey }
  | { readonly type: 'tell'; readonly job: string; readonly message: string }
  /** CANCEL or CLOSE. */
  | { readonly type: 'signal'; readonly job: string; readonly signal: number }
  /** Ends calls that a crash left up. */
  | {
      readonly type: 'clean';
      readonly folder: string;
      readonly broadcasts: readonly string[];
      readonly key: SecretKey;
    }
  | { readonly type: 'exit' };

/** From the dialler's process to the service: never one for a call. */
export type FromDialer =
  | { readonly type: 'job'; readonly job: string; readonly message: FromJob }
  | { readonly type: 'cleaned' }
  /** It is alive and gets to its work; once a second. */
  | { readonly type: 'beat' };
