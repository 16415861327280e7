import { FunctionFailure } from '../go/runtime.ts';
import { gunzip } from '../packages.ts';
import type { ChartFiles } from './load-chart.ts';

/**
 * Opens a packaged chart, a gzipped tar of one folder, without touching the disk.
 *
 * @throws FunctionFailure `HELM_CHART_INVALID`
 */
export function openArchive(bytes: Uint8Array): ChartFiles {
  // The last four bytes of a gzip file are the size of what is packed; unpacking makes no more of it than that.
  if (unpackedSize(bytes) > MAX_UNPACKED) {
    throw new FunctionFailure(`the archive unpacks to more than ${MAX_UNPACKED} bytes`, 'HELM_CHART_INVALID');
  }
  let tar: Uint8Array;
  try {
    tar = gunzip(bytes);
  } catch (cause) {
    throw new FunctionFailure(`cannot unpack the archive: ${String(cause)}`, 'HELM_CHART_INVALID');
  }
  const files = new Map<string, Uint8Array>();
  let longName: string | undefined;
  for (let at = 0; at + BLOCK <= tar.length && tar[at] !== 0; ) {
    const header = tar.subarray(at, at + BLOCK);
    const size = Number.parseInt(textOf(header, 124, 12).trim() || '0', 8);
    if (!(size >= 0)) throw new FunctionFailure('the archive is damaged', 'HELM_CHART_INVALID');
    const content = tar.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(header[156] ?? 0);
    const prefix = textOf(header, 345, 155);
    const name = longName ?? (prefix === '' ? '' : `${prefix}/`) + textOf(header, 0, 100);
    longName = undefined;
    if (type === 'L') longName = textOf(content, 0, content.length);
    else if (type === 'x') longName = /\d+ path=([^\n]+)\n/.exec(textOf(content, 0, content.length))?.[1];
    else if (type === '0' || type === '\0') {
      const path = name.replace(/^\.\//, '');
      files.set(path.slice(path.indexOf('/') + 1), content);
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

// --- internal ---

const BLOCK = 512;
const MAX_UNPACKED = 100 * 1024 * 1024;
const decoder = new TextDecoder();

function unpackedSize(bytes: Uint8Array): number {
  if (bytes.length < 4) return 0;
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(bytes.byteLength - 4, true);
}

function textOf(bytes: Uint8Array, start: number, length: number): string {
  const field = bytes.subarray(start, start + length);
  const end = field.indexOf(0);
  return decoder.decode(end < 0 ? field : field.subarray(0, end));
}
