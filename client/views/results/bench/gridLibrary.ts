/**
 * What of RevoGrid stays off. Its plugins are on unless switched off, and each that hides, sorts, moves or writes rows and
 * columns does so behind our own sheet: a value would land in a cell that nobody sees. ADR 4 decides every property of the
 * library; test/client/results/gridLibrary.test.ts fails when a new version brings one that nobody has decided.
 */
export const LIBRARY_OFF = {
  filter: false,
  exporting: false,
  canMoveColumns: false,
  canDrag: false,
  autoSizeColumn: false,
  stretch: false,
  resizeRow: false,
  applyOnClose: false,
  useClipboard: false,
  rowHeaders: false,
  rtl: false,
} as const;
