import { expect, it } from 'vitest';
import { CatalogItem, Environment, SecretRef } from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { templateSourceKey } from '../../lib/model/template.ts';
import { listResources } from '../../lib/query/list-resources.ts';
import { smallPlatform } from '../tools/program.ts';

const REFERENCE = SecretRef.vault('shared/agent');

it('hides what the template, a name or a form says is a secret, at any depth, and nothing else', () => {
  const { app, platform } = smallPlatform();
  const item = new CatalogItem(platform, 'agent', { source: { folder: './agent' } });
  const values = {
    licence: 'hunter2',
    client: { id: 'hunter2', name: 'shop' },
    helmValues: { db: { password: 'hunter2', existingSecret: 'db' }, urls: ['https://me:hunter2@db', 'https://db'] },
    token: '<TOKEN>',
    apiKey: REFERENCE,
    replicas: 2,
  };
  const infrastructureValues = { licence: 'hunter2', size: 3 };
  new Environment(platform, 'staging', { catalog: [{ item, values, infrastructureValues }] });
  const { model } = compile(app);
  if (model === undefined) throw new Error('no model');
  const ofTemplate = new Set(['licence', 'client.id']);
  const isAgent = (key: string) => key === templateSourceKey({ folder: './agent' });
  const [environment] = listResources(model, { kind: 'environment' }, (source) =>
    source !== undefined && isAgent(templateSourceKey(source)) ? ofTemplate : new Set(),
  );
  expect(environment?.fields['catalogs']).toMatchObject([
    {
      yamlValues: {
        licence: '(secret)',
        client: { id: '(secret)', name: 'shop' },
        helmValues: { db: { password: '(secret)', existingSecret: 'db' }, urls: ['(secret)', 'https://db'] },
        token: '<TOKEN>',
        apiKey: { secretRef: { store: 'vault', path: 'shared/agent' } },
        replicas: 2,
      },
      iacValues: { licence: '(secret)', size: 3 },
    },
  ]);
  // Without the template, names and forms are left.
  const untold = JSON.stringify(listResources(model, { kind: 'environment' }));
  expect(untold.match(/hunter2/g)).toHaveLength(3);
});
