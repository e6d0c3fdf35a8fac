/** The tour's folder if one was asked for, and what else is for the app, with paths made absolute. */
export function readArguments(
  args: readonly string[],
  from?: string,
): { tour: string | undefined; rest: string[] };
/** Whether windows can be shown. */
export function hasDisplay(environment?: NodeJS.ProcessEnv): boolean;
