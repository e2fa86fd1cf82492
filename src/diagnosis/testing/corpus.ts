/**
 * The corpus that tests the rule table: cases written by hand (`rule-cases.ts`), and cases that real browsers observed
 * in the simulated network (`recorded/`, written by `npx tsx e2e/cli/record.ts`). It is for tests and benchmarks alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';
import { ObservationSchema } from '../../model/observation.ts';
import { SymptomSchema } from '../../model/symptom.ts';
import { CONFIDENCES, MECHANISMS, VERDICTS } from '../../model/verdict.ts';
import { platformOfHost } from '../../platforms/catalogue.ts';
import type { DiagnosisInput } from '../findings/findings.ts';
import { RULES } from '../rules.ts';
import { diagnosisInput } from './observations.ts';
import { RULE_CASES } from './rule-cases.ts';

/** What a browser noticed and observed in one scenario, and the verdict that the scenario expects. */
const RecordedSchema = v.strictObject({
  symptom: SymptomSchema,
  secure: v.boolean(),
  mode: v.picklist(['standard', 'quiet']),
  /** The platform's slug. */
  platform: v.string(),
  /** `at` in ms since the page's start. */
  observations: v.array(ObservationSchema),
  expect: v.object({
    verdict: v.picklist(VERDICTS),
    mechanism: v.pipe(
      v.picklist([...MECHANISMS, '']),
      v.transform((mechanism) => mechanism || null),
    ),
    /** Absent where any confidence is right. */
    confidence: v.optional(v.picklist(CONFIDENCES)),
  }),
});
export type Recorded = v.InferInput<typeof RecordedSchema>;

export interface Sample {
  name: string;
  input: DiagnosisInput;
  expect: v.InferOutput<typeof RecordedSchema>['expect'];
}

const RECORDED_FOLDER = new URL('recorded/', import.meta.url);

/** One sample per file, `<scenario>.<browser>`. @throws on an invalid file, with its name */
export function recordedSamples(): Sample[] {
  const files = readdirSync(RECORDED_FOLDER).filter((name) => name.endsWith('.json'));
  return files.sort().map((file) => {
    const parsed = v.safeParse(
      RecordedSchema,
      JSON.parse(readFileSync(new URL(file, RECORDED_FOLDER), 'utf8')),
    );
    if (!parsed.success) throw new Error(`recorded/${file}: ${v.summarize(parsed.issues)}`);
    const { platform, expect, ...seen } = parsed.output;
    const isSamePlatform = (host: string) => platformOfHost(host)?.slug === platform;
    return { name: file.replace(/\.json$/, ''), input: { ...seen, isSamePlatform }, expect };
  });
}

/** The cases of `rule-cases.ts`; each expects its rule's verdict. */
export function writtenSamples(): Sample[] {
  return RULE_CASES.map(([name, given, ruleName, confidence]) => {
    const rule = RULES.find((r) => r.name === ruleName);
    if (!rule) throw new Error(`"${name}" expects the rule "${ruleName}", which does not exist`);
    return {
      name,
      input: diagnosisInput(...given),
      expect: {
        verdict: rule.kind,
        mechanism: rule.mechanism,
        confidence: v.parse(v.picklist(CONFIDENCES), confidence),
      },
    };
  });
}
