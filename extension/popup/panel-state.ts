import { signal } from '@preact/signals-core';
import type { FunctionComponent } from 'preact';
import type { Case } from '../../src/model/case.ts';

export type PanelComponent = FunctionComponent<{ currentCase: Case }>;

/** A side of the popup that covers the case while it is open. */
export const openedPanel = signal<PanelComponent | null>(null);

export function closePanel(): void {
  openedPanel.value = null;
}
