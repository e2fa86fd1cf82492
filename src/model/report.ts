import * as v from 'valibot';
import { MeasurementSchema } from './measurement.ts';

/**
 * A report on its way. `draft`: shown, no consent yet · `queued`: the person consented · `sending`: handed to the
 * network, no answer seen yet · `sent` · `not-accepted`: the collector took it and discarded it (no network number), or
 * refused it for good; it stays here for export.
 */
export const ReportSchema = v.object({
  id: v.string(),
  caseId: v.string(),
  state: v.picklist(['draft', 'queued', 'sending', 'sent', 'not-accepted']),
  /** Exactly the bytes that the person saw, except `report_id`, which the collector assigns. */
  measurement: MeasurementSchema,
  /** Unix epoch, ms. */
  createdAt: v.number(),
  attempts: v.number(),
  notBefore: v.number(),
  reportId: v.optional(v.string()),
  measurementUid: v.optional(v.string()),
  /** Why the last attempt did not end in `sent`; the person sees it. */
  problem: v.optional(v.string()),
});
export type Report = v.InferOutput<typeof ReportSchema>;
