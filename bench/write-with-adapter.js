// @ts-check
// Writes one file to the branch of a bare folder with our git adapter: `node write-with-adapter.js REPOSITORY PATH CONTENT`.
import { openCache } from '../dist/lib/cache/cache.js';
import { openGitRepository } from '../dist/lib/repository/git/open-git-repository.js';

const [url = '', path = '', content = ''] = process.argv.slice(2);
const { env } = process;
const cache = openCache({ folder: env['KCDK_CACHE_DIR'], version: 'bench' });
const repository = openGitRepository({ name: 'bench', url, branch: 'main' }, { env, cache });
try {
  const base = await repository.snapshot();
  const author = { name: 'Bench', email: 'bench@example.com', time: Math.floor(Date.now() / 1000) };
  const { status } = await repository.commit({ base, writes: [{ path, content }], message: 'Write one file', author });
  if (status !== 'committed') throw new Error(`the branch has ${status}`);
} finally {
  await repository.close();
}
