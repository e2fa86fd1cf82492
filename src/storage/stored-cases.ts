import * as v from 'valibot';
import { type Case, CaseSchema } from '../model/case.ts';

/** Each case has a key of its own in the session's memory: two that change at once do not overwrite each other. */
const CASE_KEY_PREFIX = 'case:';
export const caseKey = (id: string): string => CASE_KEY_PREFIX + id;

/** The cases among all that the session's memory keeps, the newest first. */
export function findCases(kept: Record<string, unknown>): Case[] {
  return parseCases(findRecords(kept));
}

/** The same of one tab. The popup's first paint waits for it: only these cases are parsed. */
export function findCasesOfTab(kept: Record<string, unknown>, tabId: number): Case[] {
  return parseCases(
    findRecords(kept).filter((record) => {
      const { tabIds } = (record ?? {}) as { tabIds?: unknown };
      return Array.isArray(tabIds) && tabIds.includes(tabId);
    }),
  );
}

/** The keys of all cases, also of those that do not fit the schema. */
export const findCaseKeys = (kept: Record<string, unknown>): string[] =>
  Object.keys(kept).filter((key) => key.startsWith(CASE_KEY_PREFIX));

const findRecords = (kept: Record<string, unknown>): unknown[] => findCaseKeys(kept).map((key) => kept[key]);

/** Leaves out the records that do not fit the schema. */
export function parseCases(records: unknown[]): Case[] {
  return records
    .flatMap((record) => {
      const parsed = v.safeParse(CaseSchema, record);
      return parsed.success ? [parsed.output] : [];
    })
    .sort((a, b) => b.startedAt - a.startedAt);
}
