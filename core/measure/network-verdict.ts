import type { Failure } from '../model/failure.ts';
import type { Step } from '../model/trace.ts';
import type { NetworkCause, NetworkVerdict } from '../model/verdict.ts';
import type { ControlAnswer, ControlGroup } from './control-probe.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** One control proves nothing: hosts fail by themselves. */
const WITNESSES = 2;

/** How many controls of each group are still to answer. */
export type Pending = Readonly<Record<ControlGroup, number>>;

const NO_WAY_OUT: ReadonlySet<Failure> = new Set(['network_unreachable', 'network_down']);
const CERTIFICATE: ReadonlySet<Failure> = new Set([
  'ssl_unknown_authority',
  'ssl_invalid_hostname',
  'ssl_invalid_certificate',
]);

/**
 * What the controls' answers so far say of the network; undefined while more answers could change it. `now` is our
 * own clock, in milliseconds since the Unix epoch. Two witnesses at least for anything that is wrong.
 */
export function judgeNetwork(
  answers: readonly ControlAnswer[],
  pending: Pending,
  now: number,
): NetworkVerdict | undefined {
  const of = (group: ControlGroup) => answers.filter((answer) => answer.group === group);
  const isOver = Object.values(pending).every((count) => count === 0);
  const foreign = of('foreign');
  const portals = of('portal');
  const passed = foreign.filter(isFine);

  const offline = answers.filter(failedWith(NO_WAY_OUT));
  if (isOver && offline.length === answers.length) return verdict('offline', offline);

  const wrong = portals.filter(isCaptive);
  if (wrong.length >= WITNESSES && passed.length === 0 && !portals.some(isFine)) {
    return verdict('captive-portal', wrong);
  }
  if (passed.length >= WITNESSES) return clean(answers);

  const timely = judgeClock([...foreign, ...of('domestic')], portals, now);
  if (timely !== undefined) return timely;
  // A captive portal may meddle with TLS too: it has to be ruled out before anybody is blamed.
  if (pending.portal === 0 || portals.some(isFine)) {
    const intercepted = judgeIssuer(foreign);
    if (intercepted !== undefined) return intercepted;
  }
  if (!isOver) return undefined;
  return judgeSilence(answers) ?? clean(answers);
}

/** Issuers of certificates that controls refused: what stands between us and everybody. */
export function refusedIssuers(steps: readonly Step[]): readonly string[] {
  return steps.flatMap((step) =>
    step.operation === 'tls' && step.issuer !== undefined ? [step.issuer] : [],
  );
}

function judgeClock(
  controls: readonly ControlAnswer[],
  portals: readonly ControlAnswer[],
  now: number,
): NetworkVerdict | undefined {
  const untimely = controls.filter(failedWith(new Set<Failure>(['ssl_invalid_certificate'])));
  const off = portals
    .flatMap(({ date }) => (date === null ? [] : [now - date]))
    .find((difference) => Math.abs(difference) > DAY_MS);
  if (untimely.length < WITNESSES || off === undefined) return undefined;
  const days = Math.round(Math.abs(off) / DAY_MS);
  return verdict('clock-wrong', untimely, `${days} days ${off > 0 ? 'ahead' : 'behind'}`);
}

function judgeIssuer(foreign: readonly ControlAnswer[]): NetworkVerdict | undefined {
  const refused = foreign.filter(failedWith(new Set<Failure>(['ssl_unknown_authority'])));
  const issuers = refused.map(({ steps }) => refusedIssuers(steps)[0] ?? '');
  const common = issuers.find((issuer, index) => issuers.indexOf(issuer) < index);
  if (common === undefined) return undefined;
  return verdict('intercepted', refused, common === '' ? undefined : common);
}

/** All have answered or run out of time, and less than two foreign ones answered. */
function judgeSilence(answers: readonly ControlAnswer[]): NetworkVerdict | undefined {
  if (answers.some((answer) => answer.group !== 'domestic' && wasHeard(answer))) return undefined;
  const foreign = answers.filter(({ group }) => group === 'foreign' || group === 'address');
  const unreached = foreign.filter(({ error }) => error !== null && error.operation !== 'resolve');
  // Names that do not resolve are a matter of the resolver, and others may know them.
  if (unreached.length < WITNESSES) return undefined;
  const domestic = answers.filter(({ group }) => group === 'domestic');
  const heard = domestic.filter(wasHeard);
  if (heard.length > 0) return verdict('whitelist-only', [...heard, ...unreached]);
  return domestic.length === 0
    ? verdict('shutdown', unreached, 'no domestic host is known')
    : verdict('shutdown', [...unreached, ...domestic]);
}

function isFine({ error, isWrong }: ControlAnswer): boolean {
  return error === null && !isWrong;
}

/** Something at the other end spoke, even if not with the certificate it should have. */
function wasHeard({ error }: ControlAnswer): boolean {
  return error === null || CERTIFICATE.has(error.failure);
}

/** The wrong page, or a name that leads to a private address: the portal's own. */
function isCaptive({ isWrong, error }: ControlAnswer): boolean {
  return isWrong || error?.failure === 'dns_bogon_error';
}

function failedWith(failures: ReadonlySet<Failure>) {
  return ({ error }: ControlAnswer) => error !== null && failures.has(error.failure);
}

function verdict(cause: NetworkCause, witnesses: readonly ControlAnswer[], detail?: string): NetworkVerdict {
  const evidence = witnesses.flatMap(({ steps }) => steps);
  return { cause, evidence, ...(detail === undefined ? {} : { detail }) };
}

/** Nothing wrong with the network; refused certificates are kept, for they may explain a messenger's. */
function clean(answers: readonly ControlAnswer[]): NetworkVerdict {
  const refused = answers.filter(failedWith(new Set<Failure>(['ssl_unknown_authority'])));
  return { cause: null, evidence: refused.flatMap(({ steps }) => steps) };
}
