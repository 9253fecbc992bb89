/**
 * The person's language as a BCP 47 tag: what the environment says (`LC_ALL`, `LC_MESSAGES`, `LANG`, as POSIX has it), else
 * what the system told Node, else English.
 */
export function systemLanguage(env: Readonly<Record<string, string | undefined>>, fallback: string): string {
  const named = env.LC_ALL || env.LC_MESSAGES || env.LANG || '';
  const tag = named.split(/[.@]/, 1)[0]?.replaceAll('_', '-') ?? '';
  for (const candidate of [tag, fallback]) {
    if (candidate === '' || candidate === 'C' || candidate === 'POSIX') continue;
    try {
      const [canonical] = Intl.getCanonicalLocales(candidate);
      if (canonical !== undefined) return canonical;
    } catch {
      // Not a language: the next one is asked.
    }
  }
  return 'en';
}
