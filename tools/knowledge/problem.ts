/** One problem of a data file: where, what, and how to fix it. */
export interface DataProblem {
  file: string;
  /** `incidents[3] pk-x-2024-02-17 · end`; empty: the whole file. */
  field: string;
  reason: string;
  fix: string;
}

export type ProblemReporter = (field: string, reason: string, fix: string) => void;
