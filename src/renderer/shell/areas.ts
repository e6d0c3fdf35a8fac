import { type ScreenEntry, screens } from '#renderer/screens/index.ts';
import { useMe } from '#renderer/state/session.ts';

/** Whether somebody who may do these operations may enter the screen. */
export function mayEnter({ needs }: ScreenEntry, operations: readonly string[]): boolean {
  return needs === null || operations.includes(needs);
}

/** The screens that the person may enter, in order. */
export function useAreas(): readonly ScreenEntry[] {
  const operations = useMe()?.operations ?? [];
  return screens.filter((screen) => mayEnter(screen, operations));
}
