import type { GivenProgram } from '../../sidecars/given-program.ts';
import type { Shelf } from '../../sidecars/shelf.ts';
import { type Handlers, refused } from './outcomes.ts';
import type { Proposals } from './proposals.ts';

/** Digits of a SHA-256 that are shown of each end: enough to compare by telephone. */
const SHOWN_DIGITS = 8;

export interface ProgramContext {
  readonly programs: () => Pick<Shelf, 'look' | 'keep'>;
  readonly given: Proposals<GivenProgram>;
  readonly signal: AbortSignal;
}

/** Commands about programs of others that the person points to. */
export function createProgramCommands({
  programs,
  given,
  signal,
}: ProgramContext): Pick<Handlers, 'lookAtProgram' | 'keepProgram'> {
  return {
    async lookAtProgram({ path }) {
      const looked = await programs().look(path);
      if (!looked.ok) return { ok: true, value: { outcome: 'refused', fault: looked.fault } };
      const { name, bytes, sha256, isKnown } = looked.program;
      const hash = { head: sha256.slice(0, SHOWN_DIGITS), tail: sha256.slice(-SHOWN_DIGITS) };
      const token = given.keep(looked.program);
      return { ok: true, value: { outcome: 'asked', token, name, bytes, hash, isKnown } };
    },
    async keepProgram({ token }) {
      const program = given.find(token);
      if (program === undefined) return refused('not-found');
      const { name } = program;
      const kept = await programs().keep(program, signal);
      if (!kept.ok) return { ok: true, value: { outcome: 'failed', name, fault: kept.fault } };
      given.forget(token);
      return { ok: true, value: { outcome: 'kept', name, version: kept.version } };
    },
  };
}
