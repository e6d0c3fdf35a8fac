/** The path of an installed Chromium, Chrome or Edge, undefined when there is none. */
export function findChromium(environment?: NodeJS.ProcessEnv): string | undefined;
