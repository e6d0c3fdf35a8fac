import { useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { subscribe } from '#renderer/client.ts';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { usePreferences } from '#renderer/state/preferences.ts';
import { signOut } from './person-menu.tsx';

const NEXT_SCHEME = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** Commands of the window itself. */
export function useWindowCommands() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, setDensity } = usePreferences();
  const show = useDialogs((dialogs) => dialogs.show);
  return {
    palette: () => spotlight.open(),
    shortcuts: () => show('shortcuts'),
    'sign-out': () => void signOut(),
    theme: () => setColorScheme(NEXT_SCHEME[colorScheme]),
    density: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
  };
}

/** Runs the window's commands when the application's menu or a key asks for them. Once in a window. */
export function useWindowEvents(): void {
  const commands = useWindowCommands();
  const toggleSide = usePreferences((preferences) => preferences.toggleSide);
  const { history } = useRouter();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  useEffect(
    () =>
      subscribe((event) => {
        if (event.type === 'menu') latest.current[event.command]();
        else if (event.type === 'navigate') history.push(event.to);
      }),
    [history],
  );
  useHotkeys([
    ['mod+B', toggleSide],
    ['?', commands.shortcuts],
    ['shift+?', commands.shortcuts],
  ]);
}
