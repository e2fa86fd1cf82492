import * as v from 'valibot';
import { type Case, CaseSchema } from '../model/case.ts';
import type { Database } from './database.ts';

export const newestCaseFirst = (a: Case, b: Case): number => b.startedAt - a.startedAt;

/** The stored cases of a tab, the newest first. */
export async function loadCasesOfTab(db: Database, tabId: number): Promise<Case[]> {
  return parseCases(await db.getAllFromIndex('cases', 'tab', tabId)).sort(newestCaseFirst);
}

/** Leaves out the records that an older version or a damaged store holds and that do not fit the schema. */
export function parseCases(records: unknown[]): Case[] {
  return records.flatMap((record) => {
    const parsed = v.safeParse(CaseSchema, record);
    return parsed.success ? [parsed.output] : [];
  });
}
