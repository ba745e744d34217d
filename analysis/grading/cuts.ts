/** Where one class ends and the next begins. Types only. */

/** The cut-offs of a rule: at or above a cut is the class of its name. */
export interface Cuts {
  moderatelySevere: number;
  severe: number;
  /** What is compared with them, as a word for the legend. */
  quantity: string;
}
