import { hasCertificate } from '../compare-dns.ts';
import { type BookAnswer, isEncrypted } from './address-books.ts';
import type { DeepTools } from './deep-tools.ts';

/** Certificates looked at of each side of a name that is disagreed about, and of all. */
const MOST_OF_SIDE = 2;
const MOST = 16;

type Check = (name: string, address: string) => boolean;

/**
 * Finds out which addresses of names that are disagreed about are the true ones: published by a messenger, or with a valid
 * certificate for the name. Rejects only when aborted.
 */
export async function verifyAddresses(
  answers: readonly BookAnswer[],
  { isPublished, judge, dialer, proofs, clock }: DeepTools,
  signal: AbortSignal,
): Promise<Check> {
  const doubtful = [...new Set(answers.map(({ name }) => name))].flatMap((name) => {
    const own = answers.filter((answer) => answer.name === name);
    const [known, others] = [
      addressesOf(own.filter(isEncrypted)),
      addressesOf(own.filter((one) => !isEncrypted(one))),
    ];
    const odd = others.filter((address) => !known.includes(address) && judge(address) === 'plausible');
    const sides = odd.length === 0 ? [] : [odd, known];
    const open = sides.flatMap((side) => side.filter((one) => !isPublished(one)).slice(0, MOST_OF_SIDE));
    return open.map((address) => ({ name, address }));
  });
  const checked = await Promise.all(
    doubtful.slice(0, MOST).map(async ({ name, address }) => {
      const roots = name.endsWith('.signal.org') ? proofs.signalRoots : proofs.roots;
      const isRight = await hasCertificate(name, address, { dialer, roots, clock, signal });
      return isRight ? [`${name} ${address}`] : [];
    }),
  );
  const right = new Set(checked.flat());
  return (name, address) => isPublished(address) || right.has(`${name} ${address}`);
}

function addressesOf(answers: readonly BookAnswer[]): readonly string[] {
  return [...new Set(answers.flatMap(({ addresses }) => addresses))];
}
