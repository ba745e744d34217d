/** Words shared by several things. Codes are kept; wording lives in the client's locales and in server/exports. */

/** A name or a sentence in both languages. */
export interface Words {
  zh: string;
  en: string;
}

export const MATRICES = ['sewage', 'surface-water', 'soil'] as const;
export type Matrix = (typeof MATRICES)[number];

/** What a value is: bases are never pooled. `pnml` is a reported population-normalised mass load. */
export const BASES = ['concentration', 'load', 'pnml'] as const;
export type Basis = (typeof BASES)[number];

/** ISO 5667-10 vocabulary. */
export const SAMPLING_MODES = ['grab', 'time-proportional', 'flow-proportional', 'volume-proportional', 'manual-composite', 'passive'] as const;
export type SamplingMode = (typeof SAMPLING_MODES)[number];

/** The three classes of the response, and two that say why there is none. 一般严重 is the lowest class. */
export const GRADES = ['severe', 'moderately-severe', 'general', 'insufficient', 'not-graded'] as const;
export type Grade = (typeof GRADES)[number];

export const FIRMNESSES = ['firm', 'borderline', 'none'] as const;
export type Firmness = (typeof FIRMNESSES)[number];

/** A staff account may hold several. What each may do is in server/auth/permissions. */
export const ROLES = ['sampler', 'technician', 'verifier', 'signatory', 'quality-manager', 'viewer', 'planner', 'unit-officer', 'auditor', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
