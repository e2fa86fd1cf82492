import { openedCover, openedPanel, type PanelComponent } from './panel-state.ts';

/** Each panel is loaded when it is opened, so that the first paint does not wait for it. */
const PANEL_LOADERS = {
  report: async (): Promise<PanelComponent> => (await import('./ReportPanel.tsx')).ReportPanel,
  help: async (): Promise<PanelComponent> => (await import('./HelpPanel.tsx')).HelpPanel,
};

export async function openPanel(name: keyof typeof PANEL_LOADERS): Promise<void> {
  openedPanel.value = await PANEL_LOADERS[name]();
}

export async function openErasePanel(): Promise<void> {
  openedCover.value = (await import('./ErasePanel.tsx')).ErasePanel;
}
