import { cpus, release } from 'node:os';
import { type Result, summariseRoute, summariseVerdict } from './result.ts';

const clip = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);

/** One line for people. */
export function tableLine(result: Result): string {
  const { scenario, line, ok, seconds } = result;
  const time = `${seconds === null ? '–' : seconds.toFixed(2)} / ${scenario.limit} s`;
  return [
    ok ? 'ok  ' : 'FAIL',
    clip(line === 'usual' ? scenario.name : `${scenario.name}, ${line}`, 30),
    time.padStart(13),
    clip(summariseVerdict(result), 36),
    summariseRoute(result),
  ].join('  ');
}

/** What was expected and seen, and where the logs are. */
export function failureLines({ scenario, problems, rounds }: Result): string[] {
  return [
    `     ${scenario.title}`,
    ...groupByText(problems).map((problem) => `     - ${problem}`),
    `     logs: ${rounds.at(-1)?.folder ?? 'none'}`,
  ];
}

/** Says once what is wrong with several: `whatsapp web, signal chat: expected …`. */
function groupByText(problems: readonly string[]): string[] {
  const subjects = new Map<string, string[]>();
  for (const problem of problems) {
    const [subject = '', ...rest] = problem.split(': ');
    const text = rest.join(': ');
    subjects.set(text, [...(subjects.get(text) ?? []), subject]);
  }
  return [...subjects].map(([text, who]) => (text === '' ? who.join('; ') : `${who.join(', ')}: ${text}`));
}

/** The last results as a page of docs/. */
export function markdownPage(results: readonly Result[], date: Date, rounds: number): string {
  const [cpu] = cpus();
  const rows = results.map((result) => {
    const { scenario, ok, seconds } = result;
    const time = seconds === null ? '–' : seconds.toFixed(2);
    const cells = [scenario.name, scenario.title, summariseVerdict(result), `\`${summariseRoute(result)}\``];
    return `| ${[...cells, time, scenario.limit, ok ? 'yes' : '**no**'].map((cell) => String(cell).replaceAll('|', '\\|')).join(' | ')} |`;
  });
  return `# What the lab measured

${date.toISOString().slice(0, 10)}, medians of ${rounds}. ${cpus().length} cores of ${cpu?.model.trim() ?? 'an unknown processor'}, Linux ${release().split('.', 2).join('.')}, Node ${process.versions.node}.
Round trip 60 ms unless the scenario says otherwise. Written by \`npm run lab -- --rounds ${rounds} --markdown docs/lab-results.md\`.

| scenario | what | verdict | route | seconds | limit | holds |
|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
