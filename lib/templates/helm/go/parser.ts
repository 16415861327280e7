import type { BranchNode, CommandNode, Definition, Node, Operand, PipeNode } from './ast.ts';
import { Lexer } from './lexer.ts';
import { parseNumberLiteral } from './number-literal.ts';
import { ParseFailure, type Token, type TokenKind } from './token.ts';
import { unquote } from './unquote.ts';

/** What a file defines: its own template first, then those of its `define` and `block` actions. */
export type ParsedFile = readonly Definition[];

/**
 * Parses the text of one file.
 *
 * @param hasFunction tells which function names exist; others are refused, as Go does while parsing
 * @throws {ParseFailure} at the first mistake, as Go's parser stops there
 * @see https://pkg.go.dev/text/template/parse
 */
export function parseTemplate(name: string, text: string, hasFunction: (name: string) => boolean): ParsedFile {
  return new Parser(text, hasFunction).file(name);
}

// --- internal ---

type ListEnd = 'end' | 'else';

const OPERAND_START: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'bool',
  'charConstant',
  'complex',
  'dot',
  'field',
  'identifier',
  'number',
  'nil',
  'rawString',
  'string',
  'variable',
  'leftParen',
]);

const MAX_NESTING = 400;

class Parser {
  readonly #lexer: Lexer;
  readonly #hasFunction: (name: string) => boolean;
  readonly #pushed: Token[] = [];
  readonly #definitions = new Map<string, Definition>();
  #variables: string[] = ['$'];
  #rangeDepth = 0;
  #nesting = 0;
  #end = 0;

  constructor(text: string, hasFunction: (name: string) => boolean) {
    this.#lexer = new Lexer(text);
    this.#hasFunction = hasFunction;
  }

  file(name: string): ParsedFile {
    const body: Node[] = [];
    while (this.#peek().kind !== 'eof') {
      const delim = this.#next();
      if (delim.kind === 'leftDelim') {
        const keyword = this.#nextNonSpace();
        if (keyword.kind === 'define') {
          this.#define(keyword);
          continue;
        }
        this.#push(keyword);
      }
      this.#push(delim);
      const node = this.#textOrAction();
      if (typeof node === 'string') throw new ParseFailure(delim.pos, `unexpected {{${node}}}`);
      body.push(node);
    }
    this.#add({ name, pos: 0, body });
    return [...this.#definitions.values()];
  }

  #define(keyword: Token): void {
    const name = this.#templateName(this.#nextNonSpace(), 'define clause');
    this.#expect('rightDelim', 'define clause');
    this.#ownScope(() => {
      const list = this.#list();
      if (list.end !== 'end') throw new ParseFailure(keyword.pos, 'unexpected {{else}} in define clause');
      this.#add({ name, pos: keyword.pos, body: list.nodes });
    });
  }

  #ownScope(parse: () => void): void {
    const variables = this.#variables;
    const rangeDepth = this.#rangeDepth;
    this.#variables = ['$'];
    this.#rangeDepth = 0;
    parse();
    this.#variables = variables;
    this.#rangeDepth = rangeDepth;
  }

  #add(definition: Definition): void {
    const known = this.#definitions.get(definition.name);
    if (known === undefined || isEmptyBody(known.body)) this.#definitions.set(definition.name, definition);
    else if (!isEmptyBody(definition.body)) {
      throw new ParseFailure(definition.pos, `multiple definition of template "${definition.name}"`);
    }
  }

  #list(): { nodes: Node[]; end: ListEnd } {
    const nodes: Node[] = [];
    while (this.#peekNonSpace().kind !== 'eof') {
      const node = this.#textOrAction();
      if (typeof node === 'string') return { nodes, end: node };
      nodes.push(node);
    }
    throw new ParseFailure(this.#peek().pos, 'unexpected EOF');
  }

  #textOrAction(): Node | ListEnd {
    const token = this.#nextNonSpace();
    if (token.kind === 'text') return { type: 'text', pos: token.pos, text: token.text };
    if (token.kind === 'leftDelim') return this.#action();
    throw unexpected(token, 'input');
  }

  #action(): Node | ListEnd {
    const token = this.#nextNonSpace();
    switch (token.kind) {
      case 'block':
        return this.#block(token);
      case 'break':
      case 'continue':
        if (this.#rangeDepth === 0) throw new ParseFailure(token.pos, `{{${token.kind}}} outside {{range}}`);
        this.#expect('rightDelim', `{{${token.kind}}}`);
        return { type: token.kind, pos: token.pos };
      case 'else':
        return this.#else();
      case 'end':
        this.#expect('rightDelim', 'end');
        return 'end';
      case 'if':
      case 'range':
      case 'with':
        return this.#branch(token.kind, token.pos);
      case 'template':
        return this.#templateAction(token);
    }
    this.#push(token);
    return { type: 'action', pos: token.pos, pipe: this.#pipeline('command', 'rightDelim') };
  }

  #else(): ListEnd {
    const next = this.#peekNonSpace();
    if (next.kind !== 'if' && next.kind !== 'with') this.#expect('rightDelim', 'else');
    return 'else';
  }

  #branch(type: BranchNode['type'], pos: number): BranchNode {
    return this.#nested(pos, () => {
      const variables = this.#variables.length;
      const pipe = this.#pipeline(type, 'rightDelim');
      if (type === 'range') this.#rangeDepth++;
      const body = this.#list();
      if (type === 'range') this.#rangeDepth--;
      const elseBody = body.end === 'else' ? this.#elseBody(type) : undefined;
      this.#variables.length = variables;
      return { type, pos, pipe, body: body.nodes, elseBody };
    });
  }

  #elseBody(type: BranchNode['type']): readonly Node[] {
    const next = this.#peek();
    if (type !== 'range' && next.kind === type) {
      this.#next();
      return [this.#branch(type, next.pos)];
    }
    const list = this.#list();
    if (list.end !== 'end') throw new ParseFailure(this.#peek().pos, 'expected end; found {{else}}');
    return list.nodes;
  }

  #block(keyword: Token): Node {
    const name = this.#templateName(this.#nextNonSpace(), 'block clause');
    const pipe = this.#pipeline('block clause', 'rightDelim');
    this.#ownScope(() => {
      const list = this.#list();
      if (list.end !== 'end') throw new ParseFailure(keyword.pos, 'unexpected {{else}} in block clause');
      this.#add({ name, pos: keyword.pos, body: list.nodes });
    });
    return { type: 'template', pos: keyword.pos, name, pipe };
  }

  #templateAction(keyword: Token): Node {
    const name = this.#templateName(this.#nextNonSpace(), 'template clause');
    const after = this.#nextNonSpace();
    if (after.kind === 'rightDelim') return { type: 'template', pos: keyword.pos, name, pipe: undefined };
    this.#push(after);
    return { type: 'template', pos: keyword.pos, name, pipe: this.#pipeline('template clause', 'rightDelim') };
  }

  #templateName(token: Token, context: string): string {
    if (token.kind !== 'string' && token.kind !== 'rawString') throw unexpected(token, context);
    return this.#string(token);
  }

  #pipeline(context: string, close: 'rightDelim' | 'rightParen'): PipeNode {
    const pos = this.#peekNonSpace().pos;
    const declared = this.#declarations(context);
    const commands: CommandNode[] = [];
    for (;;) {
      const token = this.#nextNonSpace();
      if (token.kind === close) break;
      if (!OPERAND_START.has(token.kind)) throw unexpected(token, context);
      this.#push(token);
      commands.push(this.#command());
    }
    checkPipeline(commands, context, pos);
    return { type: 'pipe', pos, end: commands.at(-1)?.args.at(-1)?.end ?? this.#end, ...declared, commands };
  }

  #declarations(context: string): { variables: readonly string[]; assigns: boolean } {
    const variables: string[] = [];
    while (this.#peekNonSpace().kind === 'variable') {
      const variable = this.#next();
      const after = this.#peek();
      const next = this.#peekNonSpace();
      if (next.kind === 'assign' || next.kind === 'declare') {
        this.#next();
        variables.push(variable.text);
        this.#variables.push(variable.text);
        return { variables, assigns: next.kind === 'assign' };
      }
      if (next.kind === 'char' && next.text === ',') {
        this.#next();
        variables.push(variable.text);
        this.#variables.push(variable.text);
        if (context !== 'range' || variables.length >= 2) {
          throw new ParseFailure(next.pos, `too many declarations in ${context}`);
        }
        const follow = this.#peekNonSpace().kind;
        if (follow !== 'variable' && follow !== 'rightDelim' && follow !== 'rightParen') {
          throw new ParseFailure(next.pos, 'range can only initialize variables');
        }
        continue;
      }
      if (after.kind === 'space') this.#push(after);
      this.#push(variable);
      break;
    }
    return { variables, assigns: false };
  }

  #command(): CommandNode {
    const pos = this.#peekNonSpace().pos;
    const args: Operand[] = [];
    for (;;) {
      this.#peekNonSpace();
      const operand = this.#operand();
      if (operand !== undefined) args.push(operand);
      const token = this.#next();
      if (token.kind === 'space') continue;
      if (token.kind === 'rightDelim' || token.kind === 'rightParen') this.#push(token);
      else if (token.kind !== 'pipe') throw unexpected(token, 'operand');
      break;
    }
    if (args.length === 0) throw new ParseFailure(pos, 'empty command');
    return { pos, args };
  }

  #operand(): Operand | undefined {
    const base = this.#term();
    if (base === undefined || this.#peek().kind !== 'field') return base;
    const path: string[] = [];
    while (this.#peek().kind === 'field') path.push(this.#next().text.slice(1));
    const place = { pos: base.pos, end: this.#end };
    if (base.type === 'field') return { type: 'field', path: [...base.path, ...path], ...place };
    if (base.type === 'variable') return { type: 'variable', name: base.name, path, ...place };
    if (base.type === 'pipe' || base.type === 'identifier') return { type: 'chain', base, path, ...place };
    throw new ParseFailure(base.pos, 'unexpected . after a constant');
  }

  #term(): Operand | undefined {
    const token = this.#nextNonSpace();
    const place = { pos: token.pos, end: token.pos + token.text.length };
    switch (token.kind) {
      case 'identifier':
        if (!this.#hasFunction(token.text)) {
          throw new ParseFailure(token.pos, `function "${token.text}" not defined`, token.text);
        }
        return { type: 'identifier', name: token.text, ...place };
      case 'dot':
        return { type: 'dot', ...place };
      case 'nil':
        return { type: 'nil', ...place };
      case 'variable':
        if (!this.#variables.includes(token.text)) {
          throw new ParseFailure(token.pos, `undefined variable "${token.text}"`);
        }
        return { type: 'variable', name: token.text, path: [], ...place };
      case 'field':
        return { type: 'field', path: [token.text.slice(1)], ...place };
      case 'bool':
        return { type: 'bool', value: token.text === 'true', ...place };
      case 'charConstant':
      case 'complex':
      case 'number': {
        const number = parseNumberLiteral(token.text);
        if (typeof number === 'string') throw new ParseFailure(token.pos, number);
        return { type: 'number', number, text: token.text, ...place };
      }
      case 'leftParen': {
        const pipe = this.#nested(token.pos, () => this.#pipeline('parenthesized pipeline', 'rightParen'));
        return { pos: token.pos, end: this.#end, type: 'pipe', pipe };
      }
      case 'string':
      case 'rawString':
        return { type: 'string', value: this.#string(token), ...place };
    }
    this.#push(token);
    return undefined;
  }

  #string(token: Token): string {
    const value = unquote(token.text);
    if (value === undefined) throw new ParseFailure(token.pos, 'invalid syntax in a string');
    return value;
  }

  #nested<T>(pos: number, parse: () => T): T {
    if (++this.#nesting > MAX_NESTING) throw new ParseFailure(pos, `nested deeper than ${MAX_NESTING} levels`);
    const result = parse();
    this.#nesting--;
    return result;
  }

  #next(): Token {
    const token = this.#pushed.pop() ?? this.#lexer.next();
    if (token.kind !== 'space') this.#end = token.pos + token.text.length;
    return token;
  }

  #push(token: Token): void {
    this.#pushed.push(token);
  }

  #peek(): Token {
    const token = this.#pushed.pop() ?? this.#lexer.next();
    this.#pushed.push(token);
    return token;
  }

  #nextNonSpace(): Token {
    let token = this.#next();
    while (token.kind === 'space') token = this.#next();
    return token;
  }

  #peekNonSpace(): Token {
    const token = this.#nextNonSpace();
    this.#push(token);
    return token;
  }

  #expect(kind: TokenKind, context: string): Token {
    const token = this.#nextNonSpace();
    if (token.kind !== kind) throw unexpected(token, context);
    return token;
  }
}

function unexpected(token: Token, context: string): ParseFailure {
  const shown = token.kind === 'eof' ? 'end of file' : `\`${token.text.slice(0, 40)}\``;
  return new ParseFailure(token.pos, `unexpected ${shown} in ${context}`);
}

function checkPipeline(commands: readonly CommandNode[], context: string, pos: number): void {
  if (commands.length === 0) throw new ParseFailure(pos, `missing value for ${context}`);
  for (const [index, command] of commands.entries()) {
    const first = command.args[0];
    if (index > 0 && first !== undefined && NON_EXECUTABLE.has(first.type)) {
      throw new ParseFailure(command.pos, `non executable command in pipeline stage ${index + 1}`);
    }
  }
}

const NON_EXECUTABLE: ReadonlySet<Operand['type']> = new Set(['bool', 'dot', 'nil', 'number', 'string']);

/** A body of nothing but space does not replace, nor clash with, another definition. */
export function isEmptyBody(body: readonly Node[]): boolean {
  return body.every((node) => node.type === 'text' && node.text.trim() === '');
}
