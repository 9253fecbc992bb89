/**
 * The language to show: what the person set, else the first of the system's and the browser's that there is, else
 * English. A tag fits by its language where its region or script is not there: `fa-IR` takes `fa`.
 */
export function chooseLanguage(
  wanted: readonly (string | null | undefined)[],
  available: readonly string[],
): string {
  for (const tag of wanted) {
    if (tag === null || tag === undefined) continue;
    const exact = available.find((other) => other.toLowerCase() === tag.toLowerCase());
    if (exact !== undefined) return exact;
    const language = tag.toLowerCase().split('-')[0];
    const near = available.find((other) => other.toLowerCase().split('-')[0] === language);
    if (near !== undefined) return near;
  }
  return 'en';
}
