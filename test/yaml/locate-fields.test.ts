import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { locateFields } from '../../lib/yaml/locate-fields.ts';

const TEXT = `# first
apiVersion: v1
kind: Service
metadata: { name: a, namespace: b }
spec:
  ports:
    - name: http
      port: 80
    - name: admin,x
      port: 81
  plain: [1, 2]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: c
data:
  values.yaml: |
    # of the chart
    one: 1
    list:
      - name: deep
        value: 2
  folded: >
    one: 1
  quoted: "one: 1\\ntwo: 2\\n"
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: c
`;

const service = { apiVersion: 'v1', kind: 'Service', namespace: 'b', name: 'a' };
const configMap = { apiVersion: 'v1', kind: 'ConfigMap', namespace: undefined, name: 'c' };

describe('the lines of fields', () => {
  const locate = locateFields(TEXT);

  it.each<[object: typeof service | typeof configMap | undefined, path: readonly string[], line: number]>([
    [service, [], 2],
    [service, ['spec'], 5],
    [service, ['spec', 'ports', '[name=http]'], 7],
    [service, ['spec', 'ports', '[name=admin,x]', 'port'], 10],
    [service, ['spec', 'ports', '[port=81,name=admin,x]', 'port'], 10],
    [service, ['spec', 'ports', '[1]', 'port'], 10],
    [service, ['spec', 'ports', '1', 'port'], 10],
    [service, ['spec', 'plain', '[1]'], 11],
    [undefined, ['kind'], 3],
    [configMap, ['kind'], 14],
    [configMap, ['data', 'values.yaml'], 18],
    [configMap, ['data', 'values.yaml', 'one'], 20],
    [configMap, ['data', 'values.yaml', 'list', '[name=deep]', 'value'], 23],
    // What does not exist is where the nearest does that is above it.
    [service, ['spec', 'selector', 'app'], 5],
    [service, ['spec', 'ports', '[name=none]', 'port'], 6],
    [configMap, ['data', 'values.yaml', 'two'], 18],
    // Texts that do not keep their lines are one place.
    [configMap, ['data', 'folded', 'one'], 24],
    [configMap, ['data', 'quoted', 'two'], 26],
  ])('%j %j', (object, path, line) => {
    expect(locate(object, path)?.line).toBe(line);
  });

  it('are none of an object that is not there', () => {
    expect(locate({ ...service, namespace: 'other' }, ['spec'])).toBeUndefined();
    expect(locateFields('')(undefined, [])).toBeUndefined();
  });

  it('are found in anything, or not', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 4 }), (text, path) => {
        const place = locateFields(text)(undefined, path);
        if (place !== undefined) expect(place.line).toBeGreaterThanOrEqual(1);
      }),
    );
  });
});
