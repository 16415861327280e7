/** Kinds of tokens of a YAML stream, as libyaml's scanner names them. */
export type YamlTokenKind =
  | 'streamEnd'
  | 'directive'
  | 'documentStart'
  | 'documentEnd'
  | 'blockSequenceStart'
  | 'blockMappingStart'
  | 'blockEnd'
  | 'flowSequenceStart'
  | 'flowSequenceEnd'
  | 'flowMappingStart'
  | 'flowMappingEnd'
  | 'blockEntry'
  | 'flowEntry'
  | 'key'
  | 'value'
  | 'alias'
  | 'anchor'
  | 'tag'
  | 'scalar';

export interface YamlToken {
  readonly kind: YamlTokenKind;
  /** The text of a scalar, the name of an anchor or alias, a tag. */
  readonly text: string;
  /** True for a scalar without quotes, whose type its text decides. */
  readonly plain: boolean;
  /** Counted from 0. */
  readonly line: number;
}

/** Why a text is no YAML. */
export class YamlFailure extends Error {
  readonly reason: string;
  /** Counted from 1; undefined where go-yaml does not say it either. */
  readonly line: number | undefined;

  constructor(reason: string, line?: number, stage: 'yaml' | 'json' = 'yaml') {
    super(stage === 'json' ? reason : line === undefined ? `yaml: ${reason}` : `yaml: line ${line}: ${reason}`);
    this.reason = reason;
    this.line = line;
  }
}

/** A failure of the scanner at a line counted from 0; go-yaml names no line for the first. */
export function scanFailure(reason: string, line: number): YamlFailure {
  return new YamlFailure(reason, line === 0 ? undefined : line + 1);
}
