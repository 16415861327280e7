import { kcdkError } from '../diagnostics/error.ts';

/**
 * Refuses a program that is a command line, naming the module in it when there is one.
 *
 * A command will run as a child process that hands its result back as data; a construct tree is none, so the child
 * has to do the synthesis too. The two ways of running a program meet in `evaluate`.
 *
 * @throws {KcdkError} `APP_COMMAND_UNSUPPORTED`
 */
export function refuseCommand(command: string): never {
  const module = moduleIn(command);
  const fix = module === undefined ? undefined : `Write \`app: ${module}\` in \`cdk8s.yaml\`.`;
  throw kcdkError('APP_COMMAND_UNSUPPORTED', { ...(fix && { fix }) });
}

// --- internal ---

/** The last word that names a module and is no value of an option: `node --import tsx main.ts` gives `main.ts`. */
function moduleIn(command: string): string | undefined {
  const words = command.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  const plain = words.map((word) => word.replace(/^(["'])(.*)\1$/, '$2'));
  return plain.findLast((word, index) => {
    const isOptionValue = /^(--import|--require|-r|--loader|--experimental-loader)$/.test(plain[index - 1] ?? '');
    return /^[^-].*\.[cm]?[jt]sx?$/.test(word) && !isOptionValue;
  });
}
