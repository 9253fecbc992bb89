import { Fragment, type ReactNode, useMemo } from 'react';
import { useLanguage } from './context.ts';
import type { MessageKey, Tags, Values } from './translator.ts';

type Rich = (key: MessageKey, tags?: Tags<ReactNode>, values?: Values) => ReactNode;

const inOrder = (pieces: readonly ReactNode[]) =>
  pieces.map((piece, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one sentence never change places
    <Fragment key={place}>{piece}</Fragment>
  ));

const BOLD: Tags<ReactNode> = { b: (words) => <strong>{inOrder(words)}</strong> };

/**
 * For sentences with something inside: `rich('home.more', { link: (words) => <a …>{words}</a> })` for the message
 * `Read <link>what it hides</link>.` `<b>` is bold everywhere.
 */
export function useRich(): Rich {
  const { pieces } = useLanguage();
  return useMemo(
    () => (key, tags, values) => {
      const keyed = Object.entries(tags ?? {}).map(([name, make]) => [
        name,
        (words: ReactNode[]) => make(inOrder(words)),
      ]);
      return inOrder(pieces<ReactNode>(key, { ...BOLD, ...Object.fromEntries(keyed) }, values));
    },
    [pieces],
  );
}
