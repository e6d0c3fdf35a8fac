import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  parseThemeColor,
  type VariantColorsResolver,
} from '@mantine/core';
import { t } from '#renderer/texts/texts.ts';
import { accent, dark, gray } from './colors.ts';

const SANS =
  '-apple-system, "Segoe UI Variable Text", "Segoe UI", "Inter", "Roboto", "Noto Sans", "Liberation Sans", system-ui, sans-serif';
/** Faces whose zero is slashed or dotted. */
const MONO =
  '"SF Mono", "Cascadia Mono", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace';

/** Light, subtle and outline text darkened until it passes WCAG AA on its own tint. */
const variantColors: VariantColorsResolver = (input) => {
  const resolved = defaultVariantColorsResolver(input);
  const parsed = parseThemeColor({ color: input.color ?? input.theme.primaryColor, theme: input.theme });
  if (!parsed.isThemeColor || !['light', 'subtle', 'outline', 'transparent'].includes(input.variant)) {
    return resolved;
  }
  if (parsed.color === 'gray') {
    return { ...resolved, color: 'light-dark(var(--mantine-color-gray-7), var(--mantine-color-gray-4))' };
  }
  const readable = `light-dark(var(--mantine-color-${parsed.color}-9), var(--mantine-color-${parsed.color}-3))`;
  return { ...resolved, color: readable };
};

/** Colour variables that Mantine derives too pale for WCAG AA. */
export const cssVariables: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': theme.colors['gray']?.[7] ?? '',
    '--mantine-color-placeholder': theme.colors['gray']?.[7] ?? '',
    '--mantine-color-error': theme.colors['red']?.[9] ?? '',
    '--mantine-color-text': theme.colors['gray']?.[9] ?? '',
    '--mantine-color-anchor': theme.colors['accent']?.[8] ?? '',
    '--mantine-color-default-border': theme.colors['gray']?.[4] ?? '',
  },
  dark: {
    '--mantine-color-dimmed': theme.colors['dark']?.[1] ?? '',
    '--mantine-color-placeholder': theme.colors['dark']?.[1] ?? '',
    '--mantine-color-error': theme.colors['red']?.[4] ?? '',
    '--mantine-color-anchor': theme.colors['accent']?.[3] ?? '',
    '--mantine-color-default-border': theme.colors['dark']?.[4] ?? '',
  },
});

/** Rolecall's look: neutral surfaces, one accent, 13 px text, AA contrast in both schemes. */
export const theme = createTheme({
  colors: { accent, gray, dark },
  primaryColor: 'accent',
  primaryShade: { light: 8, dark: 9 },
  autoContrast: true,
  luminanceThreshold: 0.28,
  variantColorResolver: variantColors,
  fontFamily: SANS,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.8125rem', lg: '0.9375rem', xl: '1.25rem' },
  headings: { fontFamily: SANS, fontWeight: '600' },
  defaultRadius: 'sm',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { size: 'compact-md' }, styles: { label: { fontWeight: 500 } } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    Select: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 80 } } } },
    MultiSelect: { defaultProps: { size: 'sm', comboboxProps: { transitionProps: { duration: 80 } } } },
    Notification: { defaultProps: { withBorder: true } },
    Switch: { defaultProps: { size: 'sm', withThumbIndicator: false } },
    Checkbox: { defaultProps: { size: 'xs' } },
    Tooltip: {
      defaultProps: { openDelay: 250, multiline: true, maw: 320, transitionProps: { duration: 80 } },
    },
    Menu: {
      defaultProps: {
        withInitialFocusPlaceholder: false,
        shadow: 'md',
        transitionProps: { duration: 80 },
      },
    },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
    Modal: {
      defaultProps: {
        centered: true,
        transitionProps: { duration: 120 },
        radius: 'md',
        get closeButtonProps() {
          return { 'aria-label': t('form.close') };
        },
      },
      styles: { title: { fontSize: '0.9375rem', fontWeight: 600 } },
    },
  },
});
