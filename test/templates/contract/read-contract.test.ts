import { describe, expect, it } from 'vitest';
import { chartNameOf } from '../../../lib/templates/contract/chart-metadata.ts';
import { inputName } from '../../../lib/templates/contract/contract.ts';
import {
  PLATFORM_VALUES,
  platformValueOfName,
  platformValueOfToken,
  tokenOfName,
} from '../../../lib/templates/contract/platform-values.ts';
import { readContract } from '../../../lib/templates/contract/read-contract.ts';

const read = (files: Readonly<Record<string, string | Uint8Array>>) => readContract(new Map(Object.entries(files)));
const found = (files: Readonly<Record<string, string>>) =>
  read(files).diagnostics.map(({ code, source }) => [code, source?.file, source?.line, source?.column]);

describe('the contract of a template', () => {
  it('is that of the chart where there is one, also with an input file beside it', () => {
    const files = { 'Chart.yaml': 'name: a\n', 'values.yaml': 'x: 1\n', 'kubefirst.yaml': 'clusterType: gpu\n' };
    expect(read(files).contract).toMatchObject({ format: 'helm', file: 'values.yaml' });
    const { 'Chart.yaml': _chart, ...tokens } = files;
    expect(read(tokens).contract).toMatchObject({ format: 'input-file', file: 'kubefirst.yaml', clusterType: 'gpu' });
  });

  it('is inferred from the tokens where nothing is declared', () => {
    const { contract, diagnostics } = read({
      provider: 'bucket = "<PROJECT_STATE_STORE_BUCKET>"\nkey = "<S3_NAME>/state"\n',
      'main.tf': 'name = "<S3_NAME>"\nowner = "<OWNER>"\nuser_data = <<EOF\n<B>hi</B>\n<NOTE>x</NOTE>\nEOF\n',
      'README.md': 'Give a `<NAME_OF_IT>`.\n',
      'logo.png': new Uint8Array([60, 65, 66, 62]),
    });
    expect(diagnostics).toEqual([]);
    expect(contract.format).toBe('tokens');
    expect(contract.inputs.map((input) => [inputName(input), input.token, input.required, input.position])).toEqual([
      ['S3_NAME', '<S3_NAME>', true, { file: 'main.tf', line: 1, column: 9 }],
      ['OWNER', '<OWNER>', true, { file: 'main.tf', line: 2, column: 10 }],
    ]);
  });

  it('is that of a chart without values too, and empty then', () => {
    const { contract, diagnostics } = read({ 'Chart.yaml': 'name: a\n', 'templates/a.yaml': 'a: <NOT_AN_INPUT>\n' });
    expect([contract.format, contract.inputs, diagnostics]).toEqual(['helm', [], []]);
    expect(read({ 'Chart.yaml': 'name: a\n', 'kubefirst.yaml': '' }).contract.format).toBe('input-file');
  });

  it.each([
    ['', ''],
    ['yaml/', 'iac/'],
  ])('has the tokens of Terraform files beside a chart, in %j and %j', (yaml, iac) => {
    const { contract, diagnostics } = read({
      [`${yaml}Chart.yaml`]: 'name: a\n',
      [`${yaml}values.yaml`]: '# @input.type: string\nbucketName: a\n',
      [`${yaml}templates/a.yaml`]: 'a: {{ .Values.bucketName }}\n',
      [`${iac}provider`]: 'key = "<S3_NAME>"\n',
      [`${iac}main.tf`]: 'bucket = "<BUCKET_NAME>"\nregion = "<PROJECT_REGION>"\n',
    });
    expect(diagnostics).toEqual([]);
    expect(contract.inputs.map((input) => [inputName(input), input.token, input.position.file])).toEqual([
      ['bucketName', undefined, `${yaml}values.yaml`],
      ['S3_NAME', '<S3_NAME>', `${iac}provider`],
    ]);
    expect(chartNameOf(new Map([[`${yaml}Chart.yaml`, 'name: agent']]))).toBe('agent');
    expect(chartNameOf(new Map([[`${yaml}Chart.yaml`, 'name: <REPO_NAME>']]))).toBeUndefined();
  });

  it('compares the tokens of an input file with those in use', () => {
    expect(
      found({
        'kubefirst.yaml':
          'inputs:\n  - { name: cidr, token: <WORKLOAD_CIDR> }\n  - { name: zone, token: <ZONE_NAME> }\n',
        'app.yaml': 'name: <WORKLOAD_CLUSTER_NAME>\ncidr: <WORKLOAD_CDIR>\n',
        'lost.yaml': 'a: <ZONE_NAME>\n',
      }),
    ).toEqual([
      ['TOKEN_UNDECLARED', 'app.yaml', 2, 7],
      ['INPUT_UNUSED', 'kubefirst.yaml', 2, 5],
    ]);
  });
});

describe('the use of inputs in a chart', () => {
  const values = [
    '# @input.type: enum',
    '# @input.options: true,false',
    'logs: true',
    '# @input.type: string',
    'name: a',
    'dns:',
    '  # @input.type: string',
    '  zone: b',
    '',
  ].join('\n');
  const chart = (template: string, more: Readonly<Record<string, string>> = {}) =>
    found({ 'Chart.yaml': 'name: a\n', 'values.yaml': values, 'templates/a.yaml': template, ...more });

  it.each([
    ['{{ .Values.logs }}{{ $.Values.name }}{{ .Values.dns.zone }}'],
    ['{{ .Values.logs }}{{ .Values.name }}{{ with .Values.dns }}{{ .zone }}{{ end }}'],
    ['{{ toYaml .Values }}'],
    ['{{ $values := .Values }}'],
    ['{{ $root.Values.logs }}{{ index .Values "name" }}{{ (index .Values "dns" `zone`) | quote }}'],
    ['{{- range $k, $v := .Values.dns }}{{ end }}{{ (.Values.logs) }}{{ get .Values "name" }}'],
    ['{{ if eq (toString .Values.logs) "true" }}{{ end }}{{ .Values.name }}{{ .Values.dns }}'],
    ['{{ if eq "true" (.Values.logs | toString) }}{{ else if eq .Values.name "if" }}{{ end }}{{ .Values.dns }}'],
  ])('is seen in %s', (template) => {
    expect(chart(template)).toEqual([]);
  });

  it('is not seen in comments, texts and what is no template', () => {
    const template =
      '{{/* .Values.name }} .Values.name */}}{{ ".Values.name" }} .Values.name {{ .Values.logs }}{{ .Values.dns }}';
    expect(chart(template, { 'README.md': '{{ .Values.name }}' })).toEqual([['INPUT_UNUSED', 'values.yaml', 5, 1]]);
    expect(chart('{{ .Values.logs }}{{ .Values.name }}{{ .Values.dnszone }}')).toEqual([
      ['INPUT_UNUSED', 'values.yaml', 8, 3],
    ]);
  });

  it('is seen where subcharts get it', () => {
    const dependencies = 'name: a\ndependencies:\n  - { name: external, alias: dns }\n';
    const files = {
      'Chart.yaml': dependencies,
      'values.yaml': values,
      'templates/a.yaml': '{{ .Values.logs }}{{ .Values.name }}',
    };
    expect(found(files)).toEqual([]);
  });

  it.each([
    ['{{ if .Values.logs }}', 7],
    ['{{- if and .Values.name .Values.logs }}', 25],
    ['{{ if not .Values.logs }}', 11],
    ['{{ else if $.Values.logs }}', 12],
    ['{{ with .Values.logs }}', 9],
    ['{{ if or (eq .Values.name "a") .Values.logs }}', 32],
  ])('decides by a text in %s', (template, column) => {
    const conditions = chart(`${template}{{ end }}{{ toYaml .Values }}`).filter(([code]) => code !== 'INPUT_UNUSED');
    expect(conditions).toEqual([['INPUT_BOOLEAN_IN_CONDITION', 'templates/a.yaml', 1, column]]);
  });
});

describe('the values that the platform supplies', () => {
  it('have a token each, and every token one value', () => {
    const tokens = PLATFORM_VALUES.flatMap((value) => value.tokens);
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(PLATFORM_VALUES.flatMap(({ name }) => name ?? []).length).toBe(30);
  });

  it.each([
    ['gitopsRepoUrl', '<GITOPS_REPO_URL>'],
    ['workloadS3BucketName', '<WORKLOAD_S3_BUCKET_NAME>'],
    ['projectAwsAccountId', '<PROJECT_AWS_ACCOUNT_ID>'],
    ['mainMgmtcloudRegion', '<CLOUD_REGION>'],
    ['workloadClusterProjectName', '<PROJECT_NAME>'],
    ['workloadClusterName', '<CLUSTER_NAME>'],
    ['platformOrg', '<PLATFORM-ORG>'],
    ['email', '<ALERTS_EMAIL>'],
  ])('%s is %s', (name, token) => {
    expect(platformValueOfToken(token)?.name).toBe(name);
    expect(platformValueOfName(name)?.tokens).toContain(token);
  });

  it('know no other names', () => {
    expect(platformValueOfName('cidr')).toBeUndefined();
    expect(platformValueOfToken('<WORKLOAD_CIDR>')).toBeUndefined();
    expect(tokenOfName('workloadCidr')).toBe('<WORKLOAD_CIDR>');
  });
});
