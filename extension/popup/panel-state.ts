import { signal } from '@preact/signals-core';
import type { FunctionComponent } from 'preact';
import type { Case } from '../../src/model/case.ts';

export type PanelComponent = FunctionComponent<{ currentCase: Case }>;

/** The panel that covers the case; null: none is open. */
export const openedPanel = signal<PanelComponent | null>(null);

/** The panel that covers everything, whether or not there is a case. */
export const openedCover = signal<FunctionComponent | null>(null);

export function closePanel(): void {
  openedPanel.value = null;
  openedCover.value = null;
}
