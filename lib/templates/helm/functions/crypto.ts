// biome-ignore lint/correctness/noNodejsModules: a hash is a pure function of its input
import { createHmac, hash, scryptSync } from 'node:crypto';
import { type FunctionTable, fn, fnIn } from '../go/function.ts';
import { FunctionFailure, type Runtime } from '../go/runtime.ts';
import { toBytes } from '../go/text.ts';

/** Sprig's checksums, and `derivePassword`, which gives the same password for the same inputs. */
export const CRYPTO_FUNCTIONS: FunctionTable = {
  sha1sum: fn(['string'], (text) => hash('sha1', toBytes(text), 'hex')),
  sha256sum: fn(['string'], (text) => hash('sha256', toBytes(text), 'hex')),
  sha512sum: fn(['string'], (text) => hash('sha512', toBytes(text), 'hex')),
  adler32sum: fn(['string'], (text) => String(adler32(toBytes(text)))),
  derivePassword: fnIn(['int', 'string', 'string', 'string', 'string'], derivePassword),
  decryptAES: fn(['string', 'string'], () => {
    throw new FunctionFailure('`decryptAES` is refused: no secret belongs in a chart', 'TEMPLATE_NOT_REPRODUCIBLE');
  }),
};

// --- internal ---

function adler32(bytes: Uint8Array): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

const SCOPE = 'com.lyndir.masterpassword';
const PASSWORD_TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  maximum: ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno'],
  long: (
    'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv ' +
    'CvcvCvccnoCvcv CvcvCvccCvcvno CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv ' +
    'CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno'
  ).split(' '),
  medium: ['CvcnoCvc', 'CvcCvcno'],
  short: ['Cvcn'],
  basic: ['aaanaaan', 'aannaaan', 'aaannaaa'],
  pin: ['nnnn'],
};
const PASSWORD_CHARACTERS: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz',
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()',
};

function derivePassword(
  runtime: Runtime,
  counter: number,
  type: string,
  password: string,
  user: string,
  site: string,
): string {
  const templates = Object.hasOwn(PASSWORD_TEMPLATES, type) ? PASSWORD_TEMPLATES[type] : undefined;
  if (templates === undefined) return `cannot find password template ${type}`;
  runtime.spend(1_000_000);
  const salt = Uint8Array.from([...toBytes(SCOPE), ...bigEndian(user.length), ...toBytes(user)]);
  const key = scryptSync(toBytes(password), salt, 64, { N: 32768, r: 8, p: 2, maxmem: 64 * 1024 * 1024 });
  const message = [...toBytes(SCOPE), ...bigEndian(site.length), ...toBytes(site), ...bigEndian(counter)];
  const seed = createHmac('sha256', key).update(Uint8Array.from(message)).digest();
  const template = templates[(seed[0] ?? 0) % templates.length] ?? '';
  return [...template]
    .map((kind, index) => {
      const characters = PASSWORD_CHARACTERS[kind] ?? '';
      return characters[(seed[index + 1] ?? 0) % characters.length];
    })
    .join('');
}

function bigEndian(value: number): number[] {
  return [(value >>> 24) & 255, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
