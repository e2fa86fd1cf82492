import { ENDPOINTS, type Endpoints } from '../endpoints.ts';

/** The endpoints of a case that has drawn the first three controls. */
export const DRAWN_ENDPOINTS: Endpoints = { ...ENDPOINTS, controls: ENDPOINTS.controls.slice(0, 3) };
