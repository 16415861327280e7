import { type FunctionTable, fn } from '../go/function.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { fromBytes, toBytes } from '../go/text.ts';
import type { GoMap, Value } from '../go/values.ts';

/** Sprig's functions on URLs. @see https://masterminds.github.io/sprig/url.html */
export const URL_FUNCTIONS: FunctionTable = {
  urlParse: fn(['string'], parseUrl),
  urlJoin: fn(['map'], joinUrl),
};

// --- internal ---

function parseUrl(text: string): Value {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Go refuses them
  if (/[\0-\x1f\x7f]/.test(text)) throw new FunctionFailure('unable to parse url: invalid control character in URL');
  const [beforeFragment = '', ...fragments] = text.split('#');
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(beforeFragment);
  let rest = scheme?.[2] ?? beforeFragment;
  const question = rest.indexOf('?');
  const query = question < 0 ? '' : rest.slice(question + 1);
  if (question >= 0) rest = rest.slice(0, question);
  let userinfo = '';
  let host = '';
  let opaque = '';
  if (rest.startsWith('//')) {
    const slash = rest.indexOf('/', 2);
    const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
    rest = slash < 0 ? '' : rest.slice(slash);
    const at = authority.lastIndexOf('@');
    userinfo = at < 0 ? '' : authority.slice(0, at);
    host = authority.slice(at + 1);
    const port = /:([^:\]]*)$/.exec(host);
    if (port !== null && !/^\d*$/.test(port[1] ?? '')) {
      throw new FunctionFailure(`unable to parse url: parse "${text}": invalid port "${port[0]}" after host`);
    }
  } else if (scheme !== null && !rest.startsWith('/')) {
    opaque = rest;
    rest = '';
  } else if (scheme === null && /^[^/]*:/.test(rest)) {
    throw new FunctionFailure(`unable to parse url: parse "${text}": first path segment in URL cannot contain colon`);
  }
  const hostname = host.replace(/:\d*$/, '').replace(/^\[(.*)\]$/, '$1');
  const entries: [string, Value][] = [
    ['scheme', (scheme?.[1] ?? '').toLowerCase()],
    ['host', host],
    ['hostname', hostname],
    ['path', percentDecode(rest, text)],
    ['query', query],
    ['opaque', opaque],
    ['fragment', percentDecode(fragments.join('#'), text)],
    ['userinfo', userinfo],
  ];
  return new Map(entries);
}

function joinUrl(parts: GoMap): string {
  const part = (name: string): string => {
    const value = parts.get(name);
    if (value === undefined || value === null) return '';
    if (typeof value !== 'string') throw new FunctionFailure(`unable to parse ${name} key, must be of type string`);
    return value;
  };
  const [scheme, host, userinfo, opaque] = [part('scheme'), part('host'), part('userinfo'), part('opaque')];
  let path = percentEncode(part('path'), /[A-Za-z0-9\-_.~$&+,/:;=@!'()*]/);
  let url = scheme === '' ? '' : `${scheme}:`;
  if (opaque !== '') url += opaque;
  else {
    if (scheme !== '' || host !== '' || userinfo !== '') {
      if (host !== '' || path !== '' || userinfo !== '') url += '//';
      if (userinfo !== '') url += `${userinfo}@`;
      url += host;
    }
    if (path !== '' && !path.startsWith('/') && host !== '') path = `/${path}`;
    url += path;
  }
  const query = part('query');
  if (query !== '') url += `?${query}`;
  const fragment = part('fragment');
  return fragment === '' ? url : `${url}#${percentEncode(fragment, /[A-Za-z0-9\-_.~$&+,/:;=?@!'()*]/)}`;
}

function percentEncode(text: string, allowed: RegExp): string {
  let result = '';
  for (const byte of toBytes(text)) {
    const char = String.fromCharCode(byte);
    result += allowed.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
}

function percentDecode(text: string, url: string): string {
  if (!text.includes('%')) return text;
  const bad = /%(?![0-9A-Fa-f]{2})(.{0,2})/.exec(text);
  if (bad !== null) {
    throw new FunctionFailure(`unable to parse url: parse "${url}": invalid URL escape "${bad[0].slice(0, 3)}"`);
  }
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '%') {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), 16));
      at += 2;
    } else bytes.push(...toBytes(text[at] ?? ''));
  }
  return fromBytes(Uint8Array.from(bytes));
}
