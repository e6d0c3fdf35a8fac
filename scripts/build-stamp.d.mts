/** Runs `build` unless `needed` exists and was made from the present sources. */
export function ensureBuilt(root: string, needed: string, build: () => void): void;
