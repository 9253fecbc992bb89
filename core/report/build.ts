import type { Messenger } from '../model/messenger.ts';
import type { Operator } from '../model/operators.ts';
import { type HiddenCount, REPORT_PARTS, type ReportPart } from '../model/report.ts';
import type { RivalView } from '../model/rivals.ts';
import { shortCode } from './code.ts';
import { deepLine, messengerLine, networkLine, type PastVerdict, type Probe, pastLine } from './ooni/line.ts';
import type { OoniLine } from './ooni/schema.ts';
import { renderPage } from './page/page.ts';
import type { ReportRecord } from './record.ts';
import { type Redaction, redactRecord } from './redact/redact-record.ts';
import { sentencesOf } from './sentences.ts';
import { chatText, eventsText, type LoggedLine, readmeText } from './texts.ts';
import type { Words } from './words.ts';
import { zip } from './zip.ts';

export interface ReportSource {
  readonly probe: Probe;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As they were measured: nothing in them is redacted yet. */
  readonly records: readonly ReportRecord[];
  readonly log: readonly LoggedLine[];
  /** Other programs that worked on connections meanwhile. */
  readonly rivals?: readonly RivalView[];
  /** Verdicts of earlier days on this network, oldest first. */
  readonly past: readonly PastVerdict[];
  readonly messengers: readonly Messenger[];
  /** Sets of servers that are no messenger of the screens, which a closer look asks, too. */
  readonly others: readonly { readonly id: string; readonly name: string }[];
  readonly operators: readonly Operator[];
  readonly redaction: Redaction;
  readonly parts: readonly ReportPart[];
  readonly own: Words;
  readonly english: Words;
}

/** A report as it will be saved, to the letter. */
export interface Report {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly hidden: readonly HiddenCount[];
  readonly code: string;
  /** For a chat. */
  readonly text: string;
}

/** Makes the files of a report. Nothing reaches one of them but through the redaction. */
export function buildReport(source: ReportSource): Report {
  const { probe, at, messengers, redaction, parts, own, english } = source;
  const { redactor } = redaction;
  const records = source.records.map((record) => redactRecord(record, redaction));
  const code = shortCode(records);
  const named = [...messengers, ...source.others];
  const { operators, rivals } = source;
  const sentences = sentencesOf(records, { messengers: named, operators, rivals });
  const events = parts.includes('events.log') ? eventsText(source.log, redactor) : '';
  const hidden = redactor.hidden.counts();
  const nameOf = (id: string) => named.find((one) => one.id === id)?.name ?? id;
  const page = { version: probe.version, at, code, sentences, records, nameOf, hidden };
  const contents: Readonly<Record<ReportPart, () => string>> = {
    'report.html': () => renderPage(page, own, english),
    'measurements.jsonl': () => ooniLines(records, source).map(printLine).join(''),
    'events.log': () => events,
    'history.jsonl': () => source.past.map((one) => printLine(pastLine(one, source))).join(''),
  };
  const chosen = REPORT_PARTS.filter((part) => parts.includes(part));
  const files = chosen.map((name) => ({ name, text: contents[name]() }));
  const readme = readmeText({ version: probe.version, files: chosen, hidden }, own, english);
  return {
    files: [...files, { name: 'README.txt', text: readme }],
    hidden,
    code,
    text: chatText({ code, sentences, version: probe.version }, own),
  };
}

/** The report as one file, and how that is called. */
export function packReport({ files }: Report, at: number): { readonly name: string; readonly bytes: Buffer } {
  const packed = files.map(({ name, text }) => ({ name, bytes: Buffer.from(text, 'utf8') }));
  const day = new Date(at).toISOString().slice(0, 16).replace(':', '');
  return { name: `footbridge-report-${day}.zip`, bytes: zip(packed, at) };
}

/** Records of one messenger that were measured together are one of OONI's measurements; those of other times are others. */
function ooniLines(records: readonly ReportRecord[], source: ReportSource): readonly OoniLine[] {
  const groups = new Map<string, Extract<ReportRecord, { kind: 'messenger' }>[]>();
  const lines: OoniLine[] = [];
  for (const record of records) {
    if (record.kind === 'network') lines.push(networkLine(record, source));
    else if (record.kind === 'deep') lines.push(deepLine(record, source));
    else groups.set(record.messenger, [...(groups.get(record.messenger) ?? []), record]);
  }
  for (const own of groups.values()) {
    for (const together of batches(own)) lines.push(messengerLine(together, source));
  }
  return lines.sort((a, b) => a.measurement_start_time.localeCompare(b.measurement_start_time));
}

/** A new batch begins where a purpose comes again. */
function batches(records: readonly Extract<ReportRecord, { kind: 'messenger' }>[]) {
  const inOrder = records.toSorted((a, b) => a.startedAt - b.startedAt);
  const all: Extract<ReportRecord, { kind: 'messenger' }>[][] = [];
  for (const record of inOrder) {
    const last = all.at(-1);
    const isNew = last === undefined || last.some(({ purpose }) => purpose === record.purpose);
    if (isNew) all.push([record]);
    else last.push(record);
  }
  return all;
}

function printLine(line: OoniLine): string {
  return `${JSON.stringify(line)}\n`;
}
