/**
 * Yields the latest value of several sequences whenever one has a new one, once each has had its first.
 *
 * Leaving it leaves all of them; what one throws is thrown.
 */
export async function* combine<T>(sequences: readonly AsyncIterable<T>[]): AsyncGenerator<readonly T[]> {
  const iterators = sequences.map((sequence) => sequence[Symbol.asyncIterator]());
  const latest: (T | undefined)[] = iterators.map(() => undefined);
  const next = (index: number) => {
    const promise = Promise.resolve(iterators[index]?.next()).then((result) => ({ index, result }));
    // One that fails while the reader is busy is heard when it asks again, and not taken for forgotten until then; those that wait
    // when the reader leaves end with their signal, and nobody hears of them any more.
    promise.catch(() => undefined);
    return promise;
  };
  const waiting = new Map(iterators.map((_, index) => [index, next(index)]));
  try {
    while (waiting.size > 0) {
      const { index, result } = await Promise.race(waiting.values());
      if (result === undefined || result.done === true) {
        waiting.delete(index);
        continue;
      }
      latest[index] = result.value;
      waiting.set(index, next(index));
      const complete = latest.filter((one) => one !== undefined);
      if (complete.length === latest.length) yield complete;
    }
  } finally {
    for (const iterator of iterators) iterator.return?.()?.catch(() => undefined);
  }
}
