import * as v from 'valibot';
import { MeasurementSchema } from './measurement.ts';

/**
 * A report on its way. `draft`: shown, not consented to · `queued`: consented · `sending`: handed to the network, the answer not yet seen
 * · `sent` · `not-accepted`: the collector took it and threw it away (no network number), or refused it for good; here for export.
 */
export const ReportSchema = v.object({
  id: v.string(),
  caseId: v.string(),
  state: v.picklist(['draft', 'queued', 'sending', 'sent', 'not-accepted']),
  /** Exactly the bytes that were shown, but for `report_id`, which the collector gives. */
  measurement: MeasurementSchema,
  /** Unix epoch, ms. */
  createdAt: v.number(),
  attempts: v.number(),
  notBefore: v.number(),
  reportId: v.optional(v.string()),
  measurementUid: v.optional(v.string()),
  /** Why the last attempt did not end in `sent`; shown to the person. */
  problem: v.optional(v.string()),
});
export type Report = v.InferOutput<typeof ReportSchema>;
