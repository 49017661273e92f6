import {
  ActionIcon,
  Button,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  NativeSelect,
  PasswordInput,
  Switch,
  TextInput,
  Tooltip,
} from '@mantine/core';

const verdigris: MantineColorsTuple = [
  '#e3f5f1', '#c9eae3', '#9ddacd', '#6dcbb9', '#43c9b4', '#23a896', '#128e7e', '#0b7a6c', '#07594f', '#04423b',
];
const apricot: MantineColorsTuple = [
  '#fff2e5', '#fbe5d0', '#f9cda4', '#f6b77d', '#f4a460', '#ea8a38', '#d4691a', '#b15511', '#8a4307', '#5f2d03',
];
/** Neutrals carry a little green, so Mantine's own greys sit on our paper. */
const gray: MantineColorsTuple = [
  '#f6f9f8', '#edf2f0', '#e2e9e6', '#d3dcd9', '#84958f', '#7a8b85', '#6b7c76', '#566761', '#40514c', '#22302d',
];
const dark: MantineColorsTuple = [
  '#e8f0ed', '#aebdb8', '#8a9b96', '#73867f', '#5f746d', '#223230', '#182523', '#121d1b', '#0b1312', '#080f0e',
];
const field = { radius: 'md', size: 'sm', styles: { label: { marginBottom: 4 }, description: { marginBottom: 2 } } } as const;

export const theme = createTheme({
  primaryColor: 'verdigris',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.36,
  // autoContrast picks one text colour for both schemes; our primary needs light text by day and dark text by night.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    const primary = !input.color || input.color === 'verdigris' || input.color === input.theme.primaryColor;
    return input.variant === 'filled' && primary ? { ...colors, color: 'var(--vv-on-persona)' } : colors;
  },
  colors: { verdigris, apricot, gray, dark },
  white: '#fcfdfd',
  black: '#10201d',
  fontFamily: 'var(--vv-font)',
  fontFamilyMonospace: 'var(--vv-mono)',
  fontSizes: { xs: '12px', sm: '13.5px', md: '15px', lg: '17px', xl: '21px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.35' },
  radius: { xs: '4px', sm: '6px', md: '9px', lg: '16px', xl: '22px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '36px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  headings: { fontWeight: '600' },
  components: {
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    TextInput: TextInput.extend({ defaultProps: field }),
    PasswordInput: PasswordInput.extend({ defaultProps: field }),
    NativeSelect: NativeSelect.extend({ defaultProps: field }),
    Switch: Switch.extend({ defaultProps: { size: 'sm', withThumbIndicator: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, withArrow: true } }),
  },
});

/** Points Mantine's own variables at the visavis tokens, so both always agree. */
export const cssVariablesResolver: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--vv-paper)',
    '--mantine-color-text': 'var(--vv-ink)',
    '--mantine-color-dimmed': 'var(--vv-ink-3)',
    '--mantine-color-placeholder': 'var(--vv-ink-3)',
    '--mantine-color-default': 'var(--vv-surface)',
    '--mantine-color-default-hover': 'var(--vv-hover)',
    '--mantine-color-default-color': 'var(--vv-ink)',
    '--mantine-color-default-border': 'var(--vv-line)',
    '--mantine-color-error': 'var(--vv-danger)',
    '--mantine-color-anchor': 'var(--vv-persona)',
  };
  return { variables: {}, light: shared, dark: shared };
};
