import type { Cache } from '../cache/cache.ts';

/** Keeps in memory what was read from a cache or put into it: the same process does not read and check it again. */
export function keepInMemory(cache: Cache, limit = 500): Cache {
  const known = new Map<string, string | Buffer>();
  const remember = (kind: string, key: string, value: string | Buffer) => {
    const name = `${kind} ${key}`;
    known.delete(name);
    known.set(name, value);
    for (const oldest of known.keys()) {
      if (known.size <= limit) break;
      known.delete(oldest);
    }
  };
  return {
    get(kind, key) {
      const kept = known.get(`${kind} ${key}`);
      if (kept !== undefined) return String(kept);
      const value = cache.get(kind, key);
      if (value !== undefined) remember(kind, key, value);
      return value;
    },
    getBytes(kind, key) {
      const kept = known.get(`${kind} ${key}`);
      if (kept !== undefined) return Buffer.isBuffer(kept) ? kept : Buffer.from(kept);
      const value = cache.getBytes(kind, key);
      if (value !== undefined) remember(kind, key, value);
      return value;
    },
    put(kind, key, value) {
      remember(kind, key, value);
      cache.put(kind, key, value);
    },
    putBytes(kind, key, parts) {
      remember(kind, key, Buffer.concat(parts));
      cache.putBytes(kind, key, parts);
    },
    file: (kind, key) => cache.file(kind, key),
    folder: cache.folder,
  };
}
