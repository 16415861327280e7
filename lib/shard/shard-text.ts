/** What the first line of the file of a shard says that it is. */
export const SHARD_KIND = 'konstruct-cdk/shard';

/** True for the text of a shard, whatever its version. */
export function isShardText(text: string): boolean {
  return text.startsWith(`{"kind":"${SHARD_KIND}"`);
}
