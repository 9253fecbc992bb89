import type { RecordedAttempt, RecordedStep } from '../record.ts';
import { ooniFailure } from './failure.ts';
import { connectionOf, type Place, type Rows, timesOf } from './place.ts';

const SCHEMES: Readonly<Record<string, string>> = {
  https: 'https',
  bulk: 'https',
  'http-post': 'http',
  websocket: 'wss',
  'websocket-noise': 'wss',
  'websocket-obfuscated2': 'wss',
};

/** A proof that asks by HTTP, of the plain way (df-001). What became of it before HTTP counts, too. */
export function transactions(
  attempt: RecordedAttempt,
  own: readonly RecordedStep[],
  place: Pick<Place, 'shift' | 'transaction'>,
): Rows<'requests'> {
  const scheme = SCHEMES[attempt.proof];
  const last = own.at(-1);
  const [first] = own;
  if (attempt.kind !== 'plain' || scheme === undefined || last === undefined || first === undefined)
    return [];
  const answer = own.flatMap((step) => (step.operation === 'dialogue' ? (step.answer ?? []) : [])).at(-1);
  const location = answer?.location === undefined ? {} : { Location: answer.location };
  const isPost = attempt.proof === 'http-post';
  const port = attempt.port === (isPost ? 80 : 443) ? '' : `:${attempt.port}`;
  return [
    {
      network: 'tcp',
      address: connectionOf(own, last),
      alpn: '',
      failure: ooniFailure(attempt.failure),
      request: {
        ...{ body: '', body_is_truncated: false, headers: {}, headers_list: [] },
        method: isPost ? 'POST' : 'GET',
        tor: { exit_ip: null, exit_name: null, is_tor: false },
        url: `${scheme}://${attempt.host}${port}${pathOf(attempt)}`,
      },
      response: {
        body: '',
        body_is_truncated: true,
        // 0 is OONI's, where none was read.
        code: answer?.status ?? 0,
        headers: location,
        headers_list: Object.entries(location),
        ...(answer?.bodySha256 === undefined ? {} : { x_body_sha256: answer.bodySha256 }),
        ...(answer?.fingerprint === undefined ? {} : { x_fingerprint: answer.fingerprint }),
      },
      ...timesOf({ ...last, t0: first.t0 }, place),
    },
  ];
}

/** Of our own data files, where all are as plain as this. */
function pathOf({ path = '/' }: RecordedAttempt): string {
  const [plain = '/'] = path.split(/[?#]/);
  return /^\/[\w./-]*$/.test(plain) ? plain : '/';
}
