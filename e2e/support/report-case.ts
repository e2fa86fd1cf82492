import { expect } from '@playwright/test';
import * as v from 'valibot';
import { ReportSchema } from '../../src/model/report.ts';
import { formatPreview } from '../../src/reports/format-preview.ts';
import { type Page, sendMessage } from '../browsers/browser.ts';

const IdSchema = v.object({ id: v.string() });

/** Makes the report of a tab's case. @returns its number, and the text that the popup would show */
export async function draftReport(
  popup: Page,
  tabId: number,
  more: { isNameAgreed?: boolean } = {},
): Promise<{ reportId: string; shown: string }> {
  const { id: caseId } = v.parse(IdSchema, (await sendMessage(popup, 'getCase', { tabId })).answer);
  const draft = v.parse(ReportSchema, (await sendMessage(popup, 'draftReport', { caseId, ...more })).answer);
  return { reportId: draft.id, shown: formatPreview(draft.measurement) };
}

/** Makes the report of a tab's case and sends it as somebody does who read it. @returns its number */
export async function sendReport(
  popup: Page,
  tabId: number,
  more: { isNameAgreed?: boolean } = {},
): Promise<string> {
  const { reportId, shown } = await draftReport(popup, tabId, more);
  expect(await sendMessage(popup, 'sendReport', { reportId, shown })).toMatchObject({ ok: true });
  return reportId;
}
