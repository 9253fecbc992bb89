// For `node --require`: leaves of Node's ciphers what Electron has, which is built on BoringSSL, so that all else must do without.
const crypto = require('node:crypto');
const { syncBuiltinESMExports } = require('node:module');

const LEFT =
  /^(?:(?:id-)?aes-?(?:128|192|256)-?(?:cbc|ctr|ecb|gcm|ofb)|des-(?:cbc|ecb|ede|ede-cbc|ede3-cbc)|rc2-cbc|rc4)$/i;
const { getCiphers, createCipheriv, createDecipheriv } = crypto;

function missing(name) {
  if (LEFT.test(name)) return;
  throw Object.assign(new Error('Unknown cipher'), { code: 'ERR_CRYPTO_UNKNOWN_CIPHER' });
}

crypto.getCiphers = () => getCiphers().filter((name) => LEFT.test(name));
crypto.createCipheriv = (name, ...rest) => {
  missing(name);
  return createCipheriv(name, ...rest);
};
crypto.createDecipheriv = (name, ...rest) => {
  missing(name);
  return createDecipheriv(name, ...rest);
};
syncBuiltinESMExports();
