/** What a handler asked to happen once its transaction has committed. Dropped when it has not. */
export interface Effects {
  readonly nouns: Set<string>;
  readonly newJobs: string[];
  readonly jobMessages: { readonly job: string; readonly message: string }[];
  /** The person to sign the caller in as; null: sign out; undefined: leave as it is. */
  session: string | null | undefined;
  /** The person as whom the caller looks on; null: as themselves; undefined: leave as it is. */
  viewing: string | null | undefined;
  /** People whose sessions end, but for the caller's own. */
  readonly ended: string[];
  /** Commit although the reply is a failure. */
  keep: boolean;
}

export function noEffects(): Effects {
  return {
    nouns: new Set(),
    newJobs: [],
    jobMessages: [],
    session: undefined,
    viewing: undefined,
    ended: [],
    keep: false,
  };
}
