import { GUIDE_BLANKS, type GuideBlank } from '../../../core/model/guide.ts';

/** Where apps find the local proxy. */
export interface ProxyPlace {
  readonly host: string;
  readonly port: number;
  readonly pac: string;
}

const BLANK = new RegExp(`\\{(${GUIDE_BLANKS.join('|')})\\}`, 'g');

/** Puts the local proxy's place into what a guide gives to copy. */
export function fillBlanks(text: string, place: ProxyPlace): string {
  const values: Readonly<Record<GuideBlank, string>> = {
    host: place.host,
    port: String(place.port),
    pac: place.pac,
  };
  return text.replace(BLANK, (blank, name: string) => {
    const known = GUIDE_BLANKS.find((candidate) => candidate === name);
    return known === undefined ? blank : values[known];
  });
}
