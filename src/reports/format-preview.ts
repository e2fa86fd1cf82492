import type { Measurement } from '../model/measurement.ts';

/** The measurement as people see and save it. What is sent has these fields and the collector's `report_id`. */
export function formatPreview(measurement: Measurement): string {
  return JSON.stringify(measurement, null, 2);
}
