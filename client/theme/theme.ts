/**
 * Colours, type and sizes of the interface. Calm and dense; the deep water teal is used sparingly.
 * Dimmed text is darker than Mantine's own so that it keeps 4.5:1 on both themes.
 */
import { createTheme, Drawer, InputWrapper, Modal, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const water: MantineColorsTuple = [
  '#E9F4F6',
  '#D0E6EA',
  '#A3CDD5',
  '#72B2BE',
  '#4B9AA9',
  '#328A9A',
  '#1F6F80',
  '#0F4C5C',
  '#0B3C49',
  '#072C36',
];
const dark: MantineColorsTuple = [
  '#D8E3E6',
  '#BCCBD0',
  '#9DB0B6',
  '#6F858C',
  '#3A4B52',
  '#2A383E',
  '#1B272C',
  '#121B1F',
  '#0D1417',
  '#080D0F',
];
const gray: MantineColorsTuple = [
  '#F7F8F7',
  '#EFF2F2',
  '#E2E7E8',
  '#D3DADC',
  '#BCC6C9',
  '#98A5A9',
  '#6B7A80',
  '#51636A',
  '#33444A',
  '#16252A',
];

/** Latin first, so that figures are tabular and Latin words are not set in a Chinese face. */
const FONTS =
  '-apple-system, "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif';

export const theme = createTheme({
  colors: { water, dark, gray },
  primaryColor: 'water',
  primaryShade: { light: 7, dark: 6 },
  autoContrast: true,
  black: '#16252A',
  fontFamily: FONTS,
  fontFamilyMonospace: 'ui-monospace, "SF Mono", Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  headings: {
    fontFamily: FONTS,
    fontWeight: '600',
    sizes: { h1: { fontSize: '28px' }, h2: { fontSize: '20px' }, h3: { fontSize: '16px' }, h4: { fontSize: '14px' } },
  },
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // The page itself never scrolls, only its content; locking it would add a style element that has no nonce.
    Modal: Modal.extend({ defaultProps: { lockScroll: false } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false } }),
    // Hints under the field, so that fields side by side stand on one line.
    InputWrapper: InputWrapper.extend({ defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] } }),
  },
});

export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#51636A',
    '--mantine-color-placeholder': '#66767C',
    '--mantine-color-body': '#FFFFFF',
    '--mantine-color-error': '#9E2A2B',
    '--sj-ground': '#F4F6F5',
    '--sj-line': '#D9E0E2',
    '--sj-line-strong': '#B6C2C6',
    '--sj-tint': '#E9F4F6',
    '--sj-accent': '#0F4C5C',
    '--sj-good': '#2B6A4B',
    '--sj-warn': '#8A5200',
    '--sj-bad': '#9E2A2B',
    '--sj-ribbon': '#FFF4D6',
    '--sj-ribbon-ink': '#5C4300',
  },
  dark: {
    '--mantine-color-dimmed': '#9DB0B6',
    '--mantine-color-placeholder': '#8DA1A8',
    '--mantine-color-body': '#151F23',
    '--mantine-color-error': '#F19A93',
    '--sj-ground': '#0F1619',
    '--sj-line': '#2A383E',
    '--sj-line-strong': '#46595F',
    '--sj-tint': '#17323A',
    '--sj-accent': '#7FC4D0',
    '--sj-good': '#7CC7A0',
    '--sj-warn': '#E9B35C',
    '--sj-bad': '#F19A93',
    '--sj-ribbon': '#3A3014',
    '--sj-ribbon-ink': '#F3DC9C',
  },
});
