import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import * as v from 'valibot';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const folder = join(root, '.github', 'workflows');
const files = readdirSync(folder);
const text = (file: string) => readFileSync(join(folder, file), 'utf8');
const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(root, ...path), 'utf8'));

// What we use of GitHub's syntax, strictly: a misspelt key is found here and not by a release.
const Words = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]));
const Permissions = v.record(v.string(), v.picklist(['read', 'write', 'none']));
const Step = v.strictObject({
  name: v.optional(v.string()),
  if: v.optional(v.string()),
  uses: v.optional(v.string()),
  with: v.optional(Words),
  run: v.optional(v.string()),
  env: v.optional(Words),
  shell: v.optional(v.literal('bash')),
  'working-directory': v.optional(v.string()),
});
const Job = v.strictObject({
  name: v.string(),
  if: v.optional(v.string()),
  needs: v.optional(v.array(v.string())),
  strategy: v.optional(
    v.strictObject({
      'fail-fast': v.boolean(),
      matrix: v.strictObject({ include: v.array(v.record(v.string(), v.string())) }),
    }),
  ),
  'runs-on': v.string(),
  container: v.optional(v.strictObject({ image: v.string(), options: v.string() })),
  'timeout-minutes': v.number(),
  permissions: v.optional(Permissions),
  env: v.optional(Words),
  steps: v.array(Step),
});
const Caller = v.strictObject({ uses: v.string() });
const Workflow = v.strictObject({
  name: v.string(),
  on: v.record(v.picklist(['push', 'pull_request', 'workflow_call', 'workflow_dispatch']), v.unknown()),
  permissions: v.strictObject({ contents: v.literal('read') }),
  jobs: v.record(v.string(), v.union([Job, Caller])),
});

const workflows = files.map((file) => ({ file, workflow: v.parse(Workflow, load(text(file))) }));
const jobs = workflows.flatMap(({ file, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ file, id, job })),
);
const steps = jobs.flatMap(({ file, id, job }) =>
  'steps' in job ? job.steps.map((step) => ({ file, id, step })) : [],
);

test('there are two workflows, and every step does one thing', () => {
  expect(files.toSorted()).toEqual(['ci.yml', 'release.yml']);
  expect(steps.filter(({ step }) => (step.uses === undefined) === (step.run === undefined))).toEqual([]);
});

test('actions are GitHub’s own, and named by the hash of a commit with its version beside it', () => {
  const uses = files.flatMap((file) => text(file).match(/uses: .*/g) ?? []);
  expect(uses.length).toBeGreaterThan(10);
  for (const line of uses)
    expect(line).toMatch(
      /^uses: (?:actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\.\/\.github\/workflows\/ci\.yml)$/,
    );
});

test('only the job that makes the draft may write, and it runs for tags alone', () => {
  const writers = jobs.filter(({ job }) => 'permissions' in job && job.permissions !== undefined);
  expect(writers.map(({ file, id }) => `${file} ${id}`)).toEqual(['release.yml draft']);
  expect(writers[0]?.job).toMatchObject({
    if: "github.ref_type == 'tag'",
    permissions: { contents: 'write', 'id-token': 'write', attestations: 'write' },
  });
});

test('no token stays in a checkout, and secrets are read by the step that signs alone', () => {
  for (const { step } of steps)
    if (step.uses?.startsWith('actions/checkout@')) expect(step.with?.['persist-credentials']).toBe(false);
  const readers = steps.filter(({ step }) => /secrets\./.test(JSON.stringify(step)));
  expect(readers.map(({ step }) => step.name)).toEqual(['The packages, signed where there are keys']);
});

test('nothing that a stranger can name is put into a script', () => {
  for (const { step } of steps) expect(step.run?.match(/\$\{\{(?! matrix\.)[^}]*\}\}/g) ?? []).toEqual([]);
});

test('every script that a step runs is there', () => {
  const { scripts } = v.parse(v.object({ scripts: v.record(v.string(), v.string()) }), read('package.json'));
  const called = steps.flatMap(({ step }) => [
    ...(step.run?.matchAll(/\bnpm (?:run )?(?!ci\b|sbom\b)([\w:]+)|\bnode ([\w./-]+\.mjs)/g) ?? []),
  ]);
  expect(called.length).toBeGreaterThan(5);
  for (const [, script, file] of called)
    expect(script === undefined ? existsSync(join(root, file ?? '')) : scripts).toSatisfy((found) =>
      script === undefined ? found === true : Object.keys(scripts).includes(script),
    );
});

test('the three systems are tested and packaged, and one Node makes all of a release', () => {
  const systems = (id: string) =>
    jobs.flatMap(({ id: own, job }) =>
      own === id && 'strategy' in job
        ? (job.strategy?.matrix.include.map(({ os = '' }) => os.split('-')[0]) ?? [])
        : [],
    );
  expect(new Set(systems('packages'))).toEqual(new Set(['ubuntu', 'windows', 'macos']));
  expect(new Set(systems('systems'))).toEqual(new Set(['windows', 'macos']));
  const versions = steps.flatMap(({ file, step }) =>
    file === 'release.yml' && step.uses?.includes('setup-node') ? [step.with?.['node-version']] : [],
  );
  expect(versions).toEqual(
    ['packages', 'portable', 'draft'].map(() => expect.stringMatching(/^\d+\.\d+\.\d+$/)),
  );
  expect(new Set(versions).size).toBe(1);
});

test('a release is tested first, listed, attested, and left to a person to publish', () => {
  const draft = jobs.find(({ id }) => id === 'draft')?.job;
  expect(draft).toMatchObject({ needs: ['test', 'packages', 'portable'] });
  const runs = steps
    .flatMap(({ id, step }) => (id === 'draft' ? [step.run ?? step.uses ?? ''] : []))
    .join('\n');
  for (const part of [
    'npm sbom --sbom-format cyclonedx',
    'sha256sum -- *',
    'actions/attest-build-provenance',
    '--draft',
  ])
    expect(runs).toContain(part);
});
