/** One call of a member that the host only takes note of, such as `shell.openExternal`. */
interface RecordedCall {
  readonly member: string;
  readonly args: readonly unknown[];
}

const calls: RecordedCall[] = [];

/** Takes note of a call; specs read the notes with `recordedCalls` through `app.evaluate`. */
export function record(member: string, ...args: readonly unknown[]): void {
  calls.push({ member, args });
}

/** The name under which the notes hang on `globalThis` of the main process, for `app.evaluate`. */
const recordKey = 'electronHostCalls';

/** Makes the notes readable from `app.evaluate(() => globalThis.electronHostCalls)`. */
export function publishRecord(): void {
  Object.defineProperty(globalThis, recordKey, { value: calls, enumerable: false });
}
