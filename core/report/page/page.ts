import type { HiddenCount } from '../../model/report.ts';
import type { DeepRecord, RecordedStep, ReportRecord } from '../record.ts';
import { confidenceWords, type Sentence, spoken } from '../sentence.ts';
import type { Words } from '../words.ts';
import { type Html, html } from './escape.ts';
import { STYLE } from './style.ts';
import { subjectOf } from './subject.ts';

export interface PageContent {
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly code: string;
  readonly sentences: readonly Sentence[];
  readonly records: readonly ReportRecord[];
  /** Names of the messengers, by their ids. */
  readonly nameOf: (messenger: string) => string;
  readonly hidden: readonly HiddenCount[];
}

/**
 * `report.html`: the first page to be read aloud, the same in English where that is another language, then every step. Self-contained,
 * without a script, and allowed nothing but its own style.
 */
export function renderPage(content: PageContent, own: Words, english: Words): string {
  const isEnglish = own.language === english.language;
  const body = html`${front(content, own)}${isEnglish ? html`` : front(content, english)}${steps(content, own)}`;
  const title = own.say('report.title');
  const page = html`<!doctype html>
<html lang="${own.language}" dir="${own.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${{ html: STYLE }}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
  return page.html;
}

function front(content: PageContent, words: Words): Html {
  const { version, at, code, sentences, hidden } = content;
  const count = hidden.reduce((sum, one) => sum + one.count, 0);
  const { say } = words;
  return html`<section class="page" lang="${words.language}" dir="${words.direction}">
<h1>${say('report.title')}</h1>
<p class="quiet">${say('report.made', { at: new Date(at).toISOString().slice(0, 16).replace('T', ' '), version })}</p>
${code === '' ? html`` : html`<p>${say('report.code')}</p><p class="code" dir="ltr">${code}</p>`}
${
  sentences.length === 0
    ? html`<p>${say('report.nothing')}</p>`
    : html`<ol class="said">
${sentences.map((sentence) => told(sentence, words))}</ol>`
}
<p class="quiet">${say('report.hidden', { count })}</p>
<h2>${say('report.where-title')}</h2>
<p>${say('report.not-sent')}</p>
<ul>
<li>${say('report.where-friend')}</li>
<li>${say('report.where-helpline')}</li>
<li>${say('report.where-ooni')}</li>
</ul>
</section>
`;
}

/** As many links as fit a line; the tables hold them all. */
const MOST_LINKS = 6;

function told(sentence: Sentence, words: Words): Html {
  const places = sentence.support
    .slice(0, MOST_LINKS)
    .toSorted((a, b) => a.record - b.record || a.step - b.step);
  const links = places.map(
    (support, index) =>
      html`${index === 0 ? '' : ', '}<a href="#${placeOf(support.record, support.step)}">${support.record + 1}.${support.step + 1}</a>`,
  );
  const seen = places.length === 0 ? html`` : html` ${words.say('report.seen')} ${links}`;
  return html`<li>${spoken(sentence, words)} <span class="quiet">${confidenceWords(sentence, words)}${seen}</span></li>
`;
}

function placeOf(record: number, step: number): string {
  return `step-${record + 1}-${step + 1}`;
}

function steps({ records, nameOf }: PageContent, words: Words): Html {
  const tables = records.map((record, index) =>
    record.steps.length === 0 ? html`` : table(record, index, titleOf(record, nameOf, words), words),
  );
  return html`<section>
<h2>${words.say('report.steps')}</h2>
${tables}
</section>
`;
}

function titleOf(record: ReportRecord, nameOf: (messenger: string) => string, { say }: Words): string {
  if (record.kind === 'network') return say('details.network-title');
  if (record.kind === 'deep') return deepTitle(record, nameOf, say);
  const purpose = say(`details.purpose-${record.purpose}`);
  return say('details.lane-name', { messenger: nameOf(record.messenger), purpose });
}

function deepTitle(
  { test, subject }: DeepRecord,
  nameOf: (messenger: string) => string,
  say: Words['say'],
): string {
  const title = say(`deep.title-${test}`);
  return subject === null ? title : `${nameOf(subject)}: ${title}`;
}

function table(record: ReportRecord, index: number, title: string, { say }: Words): Html {
  const rows = record.steps.map((step, at) => row(step, index, at, say));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
<table>
<caption>${index + 1}. ${title}</caption>
<thead><tr><th scope="col" class="number">#</th><th scope="col">${say('details.column-start')}</th><th scope="col">${say('details.column-operation')}</th><th scope="col">${say('details.column-subject')}</th><th scope="col">${say('details.column-duration')}</th><th scope="col">${say('details.column-result')}</th></tr></thead>
<tbody>
${rows}</tbody>
</table>
</div>
`;
}

function row(step: RecordedStep, record: number, at: number, say: Words['say']): Html {
  const { t0, t, failure, operation } = step;
  const result = failure ?? say('details.result-fine');
  return html`<tr id="${placeOf(record, at)}"><th scope="row" class="number" dir="ltr">${record + 1}.${at + 1}</th><td dir="ltr" class="number">${t0.toFixed(3)} s</td><td>${say(`details.operation-${operation}`)}</td><td><code dir="ltr">${subjectOf(step)}</code></td><td dir="ltr" class="number">${(t - t0).toFixed(3)} s</td><td><code dir="ltr">${result}</code></td></tr>
`;
}
