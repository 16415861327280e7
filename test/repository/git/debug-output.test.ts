import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import {
  type BareRepository,
  createBareRepository,
  type GitServer,
  startGitServer,
  testGitEnv,
} from '../../tools/git-server.ts';

const CANARY = 'canary-token-51c9';
const BASIC = Buffer.from(`x-access-token:${CANARY}`).toString('base64');

/** simple-git logs what it runs, environment included, when `DEBUG` asks for it as it is loaded. */
describe('with DEBUG set', () => {
  let bare: BareRepository;
  let server: GitServer;

  beforeEach(async () => {
    vi.stubEnv('DEBUG', '*');
    bare = createBareRepository({ 'a.yaml': '1\n' });
    server = await startGitServer({ auth: { username: 'x-access-token', password: CANARY } });
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await server.close();
    bare.remove();
  });

  it('prints no header that carries a token', async () => {
    let printed = '';
    vi.spyOn(process.stderr, 'write').mockImplementation((chunk) => {
      printed += chunk.toString();
      return true;
    });
    const options = { env: testGitEnv(), cwd: bare.path };
    const anyone = await startGitServer();
    const open = openGitRepository({ name: 'open', url: anyone.url(bare) }, options);
    await open.snapshot();
    await anyone.close();
    expect(printed).toContain('GIT_CONFIG_VALUE_0');
    const credentials = { command: `printf %s ${CANARY}` };
    const closed = openGitRepository({ name: 'closed', url: server.url(bare), credentials }, options);
    const base = await closed.snapshot();
    await closed.read(base, [base.files.get('a.yaml')?.blob ?? '']);
    await closed.checkWritable(base);
    await Promise.all([open.close(), closed.close()]);
    expect(server.requests.some((request) => request.authorization === `Basic ${BASIC}`)).toBe(true);
    expect(printed).not.toContain(CANARY);
    expect(printed).not.toContain(BASIC);
  });
});
