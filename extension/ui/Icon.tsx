const SHAPES = {
  you: 'M8 8.2a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2Zm-4.6 5c.4-2.4 2.3-3.7 4.6-3.7s4.2 1.3 4.6 3.7',
  name: 'M2.8 8.600V3.300a.6.6 0 0 1 .6-.6h5.200l4.8 4.9-5.6 5.6-5-4.600Zm3-3.100h.01',
  address:
    'M8 14c3-3.2 4.5-5.3 4.5-7.300A4.5 4.5 0 0 0 3.5 6.700C3.5 8.7 5 10.8 8 14Zm0-5.700a1.6 1.6 0 1 0 0-3.2 1.6 1.6 0 0 0 0 3.200Z',
  wifi: 'M2.3 6.500a8.2 8.2 0 0 1 11.4 0M4.5 9a5 5 0 0 1 7 0M6.6 11.300a2 2 0 0 1 2.8 0M8 13h.01',
  internet:
    'M8 13.600a5.6 5.6 0 1 0 0-11.2 5.6 5.6 0 0 0 0 11.200ZM2.6 8h10.800M8 2.400c2 1.5 2.6 3.4 2.6 5.600S10 12.1 8 13.600C6 12.1 5.4 10.2 5.4 8S6 3.9 8 2.400Z',
  proxy: 'M3 6.300h10M10.5 3.8 13 6.300l-2.5 2.500M13 10.300H3M5.5 7.8 3 10.300l2.5 2.5',
  country: 'M4 14V2.800M4 3.300c2.7-1.4 5 1.3 8.3 0v5.900c-3.3 1.3-5.6-1.4-8.3 0',
  platform: 'M2.5 3.500h11v9h-11ZM2.5 6.200h11M4.6 4.850h.01',
  gear: 'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4Zm0-8v1.800m0 8.400V14m6-6h-1.800M3.8 8H2m10.24-4.24-1.27 1.270M5.03 10.970l-1.27 1.270m8.48 0-1.27-1.270M5.03 5.03 3.76 3.76',
  again: 'M13 8a5 5 0 1 1-1.5-3.6M13 2.5v2.6h-2.6',
  erase: 'M3 4.500h10M6.300 4.500V3h3.400v1.500m-5.500 0 .6 8.500h6.400l.6-8.500',
  back: 'M9.8 3.5 5.3 8l4.5 4.5',
  chevron: 'm4.5 6.3 3.5 3.5 3.5-3.5',
} as const;
export type IconShape = keyof typeof SHAPES;

/** A line drawing, hidden from screen readers: it always stands beside words or in a labelled button. */
export function Icon({ shape }: { shape: IconShape | 'world' }) {
  return (
    <svg class={`icon icon-${shape}`} viewBox="0 0 16 16" aria-hidden="true">
      <path d={SHAPES[shape === 'world' ? 'internet' : shape]} />
    </svg>
  );
}

export type MarkTone = 'fine' | 'bad' | 'open' | 'wait';
const MARKS: Record<MarkTone, string> = {
  fine: 'm3.5 8.5 3 3 6-7',
  bad: 'm4.5 4.5 7 7m0-7-7 7',
  open: 'M5 8h6',
  wait: 'M8 8h.01',
};

/** Tick, cross, dash or dot; screen readers read `label` instead. */
export function Mark({ tone, label }: { tone: MarkTone; label?: string }) {
  return (
    <span class={`mark mark-${tone}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        <path d={MARKS[tone]} />
      </svg>
      {label && <span class="visually-hidden">{label}</span>}
    </span>
  );
}
