/** Somebody else's text (a name, an address) so that it cannot turn round the sentence it stands in (UAX #9). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}
