// @ts-check
// Writes one file to the branch that a work tree follows: `node write-with-simple-git.js WORK_TREE PATH CONTENT`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleGit } from 'simple-git';

const [workTree = '', path = '', content = ''] = process.argv.slice(2);
writeFileSync(join(workTree, path), content);
const git = simpleGit(workTree);
await git.add(path);
const { commit } = await git.commit('Write one file');
if (commit === '') throw new Error('nothing was committed');
await git.push('origin', 'main');
