/**
 * Runs a task for every item, a limited number at a time, and gives the results in the order of the items.
 *
 * The first task that fails fails the whole; tasks that run already are waited for, no other is started.
 *
 * @param limit how many run at once, at least 1
 */
export async function mapLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  task: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  let failed = false;
  const worker = async () => {
    for (let index = next++; index < items.length && !failed; index = next++) {
      try {
        results[index] = await task(items[index] as Item);
      } catch (cause) {
        failed = true;
        throw cause;
      }
    }
  };
  const workers = Array.from({ length: Math.min(limit, items.length) }, worker);
  const settled = await Promise.allSettled(workers);
  const failure = settled.find((one) => one.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}
