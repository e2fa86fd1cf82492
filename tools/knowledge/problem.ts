/** One thing that is wrong with a data file, where, and what to do about it. */
export interface DataProblem {
  file: string;
  /** `incidents[3] pk-x-2024-02-17 · end`; empty: the file as a whole. */
  field: string;
  reason: string;
  fix: string;
}

export type ProblemReporter = (field: string, reason: string, fix: string) => void;
