import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queryClient } from './client.ts';
import { CrashScreen } from './shell/crash-screen.tsx';
import { Entrance } from './shell/entrance.tsx';
import { usePreferences } from './state/preferences.ts';
import { theme } from './theme/theme.ts';
import { ThemeVariables } from './theme/theme-variables.tsx';

/** The whole window. */
export function App({ nonce }: { readonly nonce: string }) {
  const density = usePreferences((preferences) => preferences.density);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  return (
    <MantineProvider
      theme={theme}
      withCssVariables={false}
      withGlobalClasses={false}
      deduplicateInlineStyles
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <ThemeVariables nonce={nonce} />
      <QueryClientProvider client={queryClient}>
        <CrashScreen>
          <Entrance />
        </CrashScreen>
        <Notifications position="bottom-right" limit={4} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
