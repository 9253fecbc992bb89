/** By this electron finds its fuses in the binary; then the version of the wire, its length, and eight unset fuses. */
export const FUSE_WIRE = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX', 'latin1'),
  Buffer.from([1, 8]),
  Buffer.from('01101000', 'latin1'),
]);

/** More than we keep, so that leaving out is tried too. */
export const LANGUAGES = ['ar', 'de', 'en-US', 'es', 'fa', 'fr', 'id', 'pt-BR', 'ru', 'sw', 'tr', 'zh-CN'];
