import { signal } from '@preact/signals-core';
import type { FunctionComponent } from 'preact';
import type { Case } from '../../src/cases/case.ts';

type Component = FunctionComponent<{ item: Case }>;

/** Sides of the popup that lie over the case. They are loaded when asked for: what is seen first does not wait for them. */
const PANELS = {
  report: async (): Promise<Component> => (await import('./ReportPanel.tsx')).ReportPanel,
  help: async (): Promise<Component> => (await import('./HelpPanel.tsx')).HelpPanel,
};
type Panel = keyof typeof PANELS;

/** The panel that lies open; empty: none. */
export const panel = signal<Panel | ''>('');
export const OpenPanel = signal<Component | null>(null);

export async function openPanel(name: Panel): Promise<void> {
  OpenPanel.value = await PANELS[name]();
  panel.value = name;
}
