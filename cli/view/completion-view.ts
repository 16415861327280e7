import type { Command } from 'commander';

export const COMPLETION_SHELLS = ['bash', 'zsh', 'fish'] as const;

export type CompletionShell = (typeof COMPLETION_SHELLS)[number];

/** A script for the shell that completes commands, options and the choices of options; paths are left to the shell. */
export function completionScript(shell: CompletionShell, program: Command): string {
  const words = collectWords(program);
  switch (shell) {
    case 'bash':
      return bash(words);
    case 'zsh':
      return `#compdef kcdk\nautoload -U +X bashcompinit && bashcompinit\n${bash(words)}`;
    case 'fish':
      return fish(words);
  }
}

// --- internal ---

interface CommandWords {
  readonly name: string;
  readonly description: string;
  /** Its own, and those of the commands below it. */
  readonly options: readonly OptionWords[];
  /** Names of the commands below it. */
  readonly below: readonly string[];
}

interface OptionWords {
  readonly long: string;
  readonly description: string;
  readonly takesValue: boolean;
  readonly choices: readonly string[];
}

interface Words {
  readonly global: readonly OptionWords[];
  readonly commands: readonly CommandWords[];
}

function collectWords(program: Command): Words {
  return {
    global: optionsOf(program),
    commands: program.commands.map((command) => ({
      name: command.name(),
      description: command.description(),
      options: distinct([command, ...command.commands].flatMap(optionsOf)),
      below: command.commands.map((each) => each.name()),
    })),
  };
}

function optionsOf(command: Command): readonly OptionWords[] {
  const { visibleOptions } = { visibleOptions: command.createHelp().visibleOptions(command) };
  return visibleOptions.flatMap(({ long, description, required, optional, argChoices }) =>
    long ? [{ long, description, takesValue: required || optional, choices: argChoices ?? [] }] : [],
  );
}

function distinct(options: readonly OptionWords[]): readonly OptionWords[] {
  return [...new Map(options.map((option) => [option.long, option])).values()];
}

function bash({ global, commands }: Words): string {
  const list = (words: readonly string[]) => words.join(' ');
  const names = commands.map(({ name }) => name);
  const everywhere = global.map(({ long }) => long);
  const choices = new Map<string, readonly string[]>();
  for (const option of [...global, ...commands.flatMap(({ options }) => options)]) {
    if (option.choices.length > 0) choices.set(option.long, option.choices);
  }
  return [
    '_kcdk() {',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell that fills these in
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}" command="" word',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as above
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    case "$word" in ${names.join('|')}) command="$word"; break;; esac`,
    '  done',
    '  COMPREPLY=()',
    '  case "$previous" in',
    ...[...choices].map(
      ([long, values]) => `    ${long}) COMPREPLY=($(compgen -W "${list(values)}" -- "$current")); return;;`,
    ),
    '    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$current")); return;;',
    '  esac',
    '  case "$command" in',
    `    "") COMPREPLY=($(compgen -W "${list([...names, ...everywhere])}" -- "$current"));;`,
    ...commands.map(({ name, options, below }) => {
      const own = list([...options.map(({ long }) => long), ...everywhere]);
      const reply = (words: string) => `COMPREPLY=($(compgen -W "${words}" -- "$current"))`;
      const asked = `if [[ "$current" == -* ]]; then ${reply(own)}; fi`;
      if (below.length === 0) return `    ${name}) ${asked};;`;
      return `    ${name}) if [[ "$previous" == ${name} ]]; then ${reply(list(below))}; el${asked};;`;
    }),
    '  esac',
    '}',
    'complete -o default -F _kcdk kcdk',
    '',
  ].join('\n');
}

function fish({ global, commands }: Words): string {
  const quote = (text: string) => `'${text.replace(/['\\]/g, '\\$&')}'`;
  const option = (condition: string, { long, description, takesValue, choices }: OptionWords) =>
    [
      `complete -c kcdk -n ${quote(condition)} -l ${long.slice(2)} -d ${quote(description)}`,
      ...(takesValue ? ['-r'] : []),
      ...(choices.length > 0 ? [`-f -a ${quote(choices.join(' '))}`] : []),
    ].join(' ');
  return [
    ...commands.map(
      ({ name, description }) =>
        `complete -c kcdk -n '__fish_use_subcommand' -f -a ${quote(name)} -d ${quote(description)}`,
    ),
    ...commands.flatMap(({ name, below }) =>
      below.length === 0
        ? []
        : [`complete -c kcdk -n '__fish_seen_subcommand_from ${name}' -f -a ${quote(below.join(' '))}`],
    ),
    ...global.map((each) => option('true', each)),
    ...commands.flatMap(({ name, options }) =>
      options.map((each) => option(`__fish_seen_subcommand_from ${name}`, each)),
    ),
    `complete -c kcdk -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'`,
    '',
  ].join('\n');
}
