/** Files of a report that a person can leave out. */
export const REPORT_PARTS = ['report.html', 'measurements.jsonl', 'events.log', 'history.jsonl'] as const;
export type ReportPart = (typeof REPORT_PARTS)[number];

/** What is hidden in a report, by its kind; the words that stand in its place, a number behind them. */
export const HIDDEN_KINDS = [
  'secret',
  'link',
  'e-mail',
  'path',
  'name',
  'address',
  'hardware address',
  'host',
  'number',
  'certificate issuer',
  'server',
  'message',
] as const;
export type HiddenKind = (typeof HIDDEN_KINDS)[number];

/** How often something of one kind was hidden. */
export interface HiddenCount {
  readonly kind: HiddenKind;
  readonly count: number;
}
