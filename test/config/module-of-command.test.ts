import { describe, expect, it } from 'vitest';
import { moduleOfCommand } from '../../lib/config/module-of-command.ts';

describe('the module that a command runs', () => {
  it.each([
    ['npx tsx main.ts', 'main.ts'],
    ['npx -y ts-node src/main.ts', 'src/main.ts'],
    ['node --import tsx main.ts', 'main.ts'],
    ['node main.js', 'main.js'],
    ['node -r dotenv/config.js "my app/main.cjs"', 'my app/main.cjs'],
    ['tsx --tsconfig=tsconfig.json main.mts', 'main.mts'],
    ['bun main.tsx', 'main.tsx'],
  ])('%s', (command, module) => {
    expect(moduleOfCommand(command)).toBe(module);
  });

  it.each([
    'main.ts',
    'npm run synth',
    'python main.py',
    'node',
    'node --import tsx.ts',
    'node main.js production',
    'npm run build && node main.js',
    'node $(which main).js',
    'node main.js > out.js',
  ])('none: %s', (command) => {
    expect(moduleOfCommand(command)).toBeUndefined();
  });
});
