import { setMaxListeners } from 'node:events';

/**
 * Calls an action when a signal aborts. One that has aborted already is not told of: whoever calls looks first.
 *
 * Every process that runs listens to the one signal of its command; how many that are is for `--parallelism` to say, and no leak
 * that Node should warn of.
 *
 * @returns ends the listening
 */
export function onAbort(signal: AbortSignal | undefined, action: () => void): () => void {
  if (signal === undefined) return () => undefined;
  setMaxListeners(0, signal);
  signal.addEventListener('abort', action, { once: true });
  return () => signal.removeEventListener('abort', action);
}
