import { kcdkError } from '../diagnostics/error.ts';

/**
 * Decodes a file so that encoding the text again gives the same bytes: a byte order mark stays in the text.
 *
 * @param file  path for the diagnostic
 * @throws {KcdkError} `EDIT_NOT_UTF8` when the bytes are no UTF-8
 */
export function decodeUtf8(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw kcdkError('EDIT_NOT_UTF8', { path: file }, cause);
  }
}
