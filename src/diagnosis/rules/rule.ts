import type { Evidence } from '../../model/evidence.ts';
import type { Confidence, Mechanism, Verdict, VerdictKind } from '../../model/verdict.ts';
import * as say from '../collect-evidence.ts';
import type { Findings } from '../findings/findings.ts';

/** One row of the table (`src/diagnosis/rules.ts`). */
export interface Rule {
  name: string;
  kind: VerdictKind;
  mechanism: Mechanism;
  fits(f: Findings): boolean;
  confidence(f: Findings): Confidence;
  evidence(f: Findings): Evidence[];
  settle?: Verdict['settle'];
}

/** What any answer rests on. */
export const usual = (f: Findings): Evidence[] => [
  say.fromPageLoad(f),
  ...say.fromRetries(f),
  ...say.fromInPageProbe(f),
  ...say.fromControls(f),
];
