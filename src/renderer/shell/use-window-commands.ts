import { useMantineColorScheme } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { subscribe } from '#renderer/client.ts';
import { useDialogs } from '#renderer/state/dialogs.ts';
import { usePreferences } from '#renderer/state/preferences.ts';
import { signOut } from './person-menu.tsx';

const NEXT_SCHEME = { auto: 'light', light: 'dark', dark: 'auto' } as const;

/** Commands of the window itself, by menu, by key and from the palette. */
export function useWindowCommands() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { density, setDensity, toggleSide } = usePreferences();
  const show = useDialogs((dialogs) => dialogs.show);
  const router = useRouter();
  const commands = {
    palette: () => spotlight.open(),
    shortcuts: () => show('shortcuts'),
    'sign-out': () => void signOut(),
    theme: () => setColorScheme(NEXT_SCHEME[colorScheme]),
    density: () => setDensity(density === 'compact' ? 'comfortable' : 'compact'),
  };
  useHotkeys([
    ['mod+B', toggleSide],
    ['shift+?', commands.shortcuts, { usePhysicalKeys: false }],
    ['?', commands.shortcuts],
  ]);
  useEffect(() =>
    subscribe((event) => {
      if (event.type === 'menu') commands[event.command]();
      else if (event.type === 'navigate') router.history.push(event.to);
    }),
  );
  return commands;
}
