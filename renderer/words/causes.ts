import type { FindingView } from '../../core/contract.ts';
import { OONI_FAILURES, OWN_FAILURES, PROXY_FAILURES } from '../../core/model/failure.ts';
import { isolate } from '../i18n/isolate.ts';
import type { MessageKey, Translate } from '../i18n/translator.ts';

const FAILURES = [...OONI_FAILURES, ...PROXY_FAILURES, ...OWN_FAILURES] as const;
const HERE = 'this-computer: ';
/** An issuer's own words are somebody else's: not more of them than a name needs. Characters. */
const MAX_ISSUER = 60;
/** Controls, and characters that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Cf}]/gu;

/** One sentence on why a messenger does not work. `name` is the messenger's. */
export function causeSentence(t: Translate, { cause, detail = '' }: FindingView, name: string): string {
  if (cause !== 'intercepted') return t(`causes.why-${cause}`, { name });
  const isHere = detail.startsWith(HERE);
  const issuer = (isHere ? detail.slice(HERE.length) : detail)
    .replace(UNPRINTABLE, '')
    .trim()
    .slice(0, MAX_ISSUER);
  const key = isHere ? 'causes.why-intercepted-here' : 'causes.why-intercepted';
  return issuer === '' ? t(key, { name }) : t(`${key}-by`, { name, issuer: isolate(issuer) });
}

/** What is wrong with a whole network, and what to do about it. */
export function networkAdvice(t: Translate, { cause }: FindingView): { title: string; advice: string } {
  return { title: t(`causes.net-${cause}-title`), advice: t(`causes.net-${cause}-do`) };
}

/** One sentence on how something failed, for any name a failure can have. */
export function failureSentence(t: Translate, failure: string): string {
  const known = FAILURES.find((name) => name === failure);
  const key: MessageKey = known === undefined ? 'causes.failure-unknown' : `causes.failure-${known}`;
  return t(key);
}
