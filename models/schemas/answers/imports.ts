/** What an import of results answers. */

export interface ImportConflict {
  key: string;
  row: number;
  column: string;
  sampleNumber: string;
  analyte: string;
  existing: string;
  incoming: string;
  message: string;
  /** Taking the file's value is an amendment of a verified or released result. */
  amends: boolean;
  choices: { choice: 'keep' | 'take'; allowed: boolean; reason?: string }[];
}

export interface ImportNote {
  row: number;
  column: string;
  value: string;
  message: string;
}

export interface ImportReport {
  /** The layout by which it was read. */
  kind: string;
  /** Values in the file; empty cells are none. */
  read: number;
  /** Written; in a dry run, what would be. */
  written: number;
  unchanged: number;
  /** Conflicts in which the value that stood was kept. */
  kept: number;
  conflicts: ImportConflict[];
  errors: ImportNote[];
  /** Passed over: internal standards, solvent, no concentration. */
  skipped: ImportNote[];
  encoding: string;
  /** Empty for a workbook. */
  separator: string;
  sheet: string | null;
  sheets: string[];
  dryRun: boolean;
  /** Of the log, where anything was written. */
  importId: string | null;
}
