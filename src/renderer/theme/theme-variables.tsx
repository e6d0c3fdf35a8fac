import { convertCssVariables, defaultCssVariablesResolver, useMantineTheme } from '@mantine/core';
import { useMemo } from 'react';
import { cssVariables } from './theme.ts';

type Block = Readonly<Record<string, string>>;

function merge(below: Block, above: Block, scheme: Block = {}): Record<string, string> {
  return { ...below, ...above, ...scheme };
}

/** Mantine's variables with Rolecall's on top, as one style sheet. */
function sheetOf(theme: ReturnType<typeof useMantineTheme>): string {
  const base = defaultCssVariablesResolver(theme);
  const own = cssVariables(theme);
  return convertCssVariables(
    {
      variables: merge(base.variables, own.variables),
      light: merge(base.light, own.light, { '--mantine-color-scheme': 'light' }),
      dark: merge(base.dark, own.dark, { '--mantine-color-scheme': 'dark' }),
    },
    ':root',
  );
}

/**
 * The theme's CSS variables. Mantine writes them with innerHTML, which Trusted Types forbid; as text they pass. For the
 * same reason Mantine's Grid, SimpleGrid, AppShell and `visibleFrom` are not used here: CSS modules do their work.
 */
export function ThemeVariables({ nonce }: { readonly nonce: string }) {
  const theme = useMantineTheme();
  const sheet = useMemo(() => sheetOf(theme), [theme]);
  return <style nonce={nonce}>{sheet}</style>;
}
