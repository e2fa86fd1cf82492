import type { Evidence } from '../../model/evidence.ts';
import type { Confidence, Mechanism, Verdict, VerdictKind } from '../../model/verdict.ts';
import * as evidence from '../collect-evidence.ts';
import type { Findings } from '../findings/findings.ts';

/** One row of the table (`src/diagnosis/rules.ts`). */
export interface Rule {
  name: string;
  kind: VerdictKind;
  mechanism: Mechanism | null;
  matches(f: Findings): boolean;
  confidence(f: Findings): Confidence;
  evidence(f: Findings): Evidence[];
  nextStep?: Verdict['nextStep'];
}

/** The evidence that most verdicts begin with. */
export const baseEvidence = (f: Findings): Evidence[] => [
  evidence.fromPageLoad(f),
  ...evidence.fromRetries(f),
  ...evidence.fromInPageProbe(f),
  ...evidence.fromControls(f),
];
