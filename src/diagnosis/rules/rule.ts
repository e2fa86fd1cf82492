import type { Evidence } from '../../model/evidence.ts';
import type { Confidence, Mechanism, Verdict, VerdictKind } from '../../model/verdict.ts';
import * as say from '../collect-evidence.ts';
import type { Facts } from '../findings/findings.ts';

/** One row of the table (`src/diagnosis/rules.ts`). */
export interface Rule {
  name: string;
  kind: VerdictKind;
  mechanism: Mechanism;
  fits(f: Facts): boolean;
  confidence(f: Facts): Confidence;
  evidence(f: Facts): Evidence[];
  settle?: Verdict['settle'];
}

/** What any answer rests on. */
export const usual = (f: Facts): Evidence[] => [
  say.page(f),
  ...say.again(f),
  ...say.inPage(f),
  ...say.controls(f),
];
