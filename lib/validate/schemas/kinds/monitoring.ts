import type { KindNotation, Types } from '../notation.ts';

const DURATION = '/^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$/';

const ACTIONS = ['replace|keep|drop|hashmod|labelmap|labeldrop|labelkeep|lowercase|uppercase|keepequal|dropequal'];
const CAPITALS = ['Replace|Keep|Drop|HashMod|LabelMap|LabelDrop|LabelKeep|Lowercase|Uppercase|KeepEqual|DropEqual'];

const TLS = {
  ca: 'PrometheusSecretOrConfigMap',
  cert: 'PrometheusSecretOrConfigMap',
  keySecret: 'PrometheusKey',
  insecureSkipVerify: 'bool',
  serverName: 'string',
  minVersion: '=TLS10|TLS11|TLS12|TLS13',
  maxVersion: '=TLS10|TLS11|TLS12|TLS13',
};

const PROXY = {
  proxyUrl: '/^(http|https|socks5):\\/\\/.+$/',
  noProxy: 'string',
  proxyFromEnvironment: 'bool',
  proxyConnectHeader: 'PrometheusKey[]{}',
};

const ENDPOINT = {
  port: 'string',
  targetPort: 'intOrString',
  path: 'string',
  scheme: '=http|https|HTTP|HTTPS',
  params: 'string[]{}',
  interval: DURATION,
  scrapeTimeout: DURATION,
  honorLabels: 'bool',
  honorTimestamps: 'bool',
  trackTimestampsStaleness: 'bool',
  enableHttp2: 'bool',
  followRedirects: 'bool',
  filterRunning: 'bool',
  basicAuth: { username: 'PrometheusKey', password: 'PrometheusKey' },
  authorization: { type: 'string', credentials: 'PrometheusKey' },
  bearerTokenSecret: 'PrometheusKey',
  oauth2: 'PrometheusOAuth2',
  metricRelabelings: 'PrometheusRelabel[]',
  relabelings: 'PrometheusRelabel[]',
  ...PROXY,
};

const PROTOCOLS = '=PrometheusProto|OpenMetricsText0.0.1|OpenMetricsText1.0.0|PrometheusText0.0.4|PrometheusText1.0.0';

const MONITOR = {
  'selector!': 'LabelSelector',
  selectorMechanism: '=RelabelConfig|RoleSelector',
  namespaceSelector: { any: 'bool', matchNames: 'string[]' },
  jobLabel: 'string',
  podTargetLabels: 'string[]',
  attachMetadata: { node: 'bool' },
  sampleLimit: 'int',
  targetLimit: 'int',
  labelLimit: 'int',
  labelNameLengthLimit: 'int',
  labelValueLengthLimit: 'int',
  keepDroppedTargets: 'int',
  bodySizeLimit: '/(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$/',
  scrapeClass: 'string',
  scrapeProtocols: 'PrometheusProtocol[]',
  fallbackScrapeProtocol: 'PrometheusProtocol',
  scrapeClassicHistograms: 'bool',
  scrapeNativeHistograms: 'bool',
  convertClassicHistogramsToNHCB: 'bool',
  nativeHistogramBucketLimit: 'int',
  nativeHistogramMinBucketFactor: 'quantity',
};

/** @see https://prometheus-operator.dev/docs/api-reference/api/ */
export const MONITORING_TYPES: Types = {
  PrometheusKey: { 'key!': 'string', name: 'string', optional: 'bool' },
  PrometheusSecretOrConfigMap: { secret: 'PrometheusKey', configMap: 'PrometheusKey' },
  PrometheusProtocol: PROTOCOLS,
  PrometheusRelabel: {
    action: `=${[...ACTIONS, ...CAPITALS].join('|')}`,
    sourceLabels: 'string[]',
    separator: 'string',
    targetLabel: 'string',
    regex: 'string',
    modulus: 'int',
    replacement: 'string',
  },
  PrometheusOAuth2: {
    'clientId!': 'PrometheusSecretOrConfigMap',
    'clientSecret!': 'PrometheusKey',
    'tokenUrl!': '/^(http|https):\\/\\/.+$/',
    scopes: 'string[]',
    endpointParams: 'map',
    tlsConfig: TLS,
    ...PROXY,
  },
};

const GROUP = 'monitoring.coreos.com';
const VERSIONS = ['v1'];

export const MONITORING_KINDS: readonly KindNotation[] = [
  {
    group: GROUP,
    versions: VERSIONS,
    kind: 'ServiceMonitor',
    members: {
      'spec!': {
        ...MONITOR,
        targetLabels: 'string[]',
        serviceDiscoveryRole: '=Endpoints|EndpointSlice',
        'endpoints!': [
          {
            ...ENDPOINT,
            bearerTokenFile: 'string',
            tlsConfig: { ...TLS, caFile: 'string', certFile: 'string', keyFile: 'string' },
          },
        ],
      },
    },
  },
  {
    group: GROUP,
    versions: VERSIONS,
    kind: 'PodMonitor',
    members: { 'spec!': { ...MONITOR, podMetricsEndpoints: [{ ...ENDPOINT, portNumber: 'int', tlsConfig: TLS }] } },
  },
  {
    group: GROUP,
    versions: VERSIONS,
    kind: 'PrometheusRule',
    members: {
      'spec!': {
        groups: [
          {
            'name!': 'string',
            interval: DURATION,
            query_offset: DURATION,
            labels: 'map',
            limit: 'int',
            partial_response_strategy: '/^([Aa][Bb][Oo][Rr][Tt]|[Ww][Aa][Rr][Nn])?$/',
            rules: [
              {
                'expr!': 'intOrString',
                alert: 'string',
                record: 'string',
                for: DURATION,
                keep_firing_for: DURATION,
                labels: 'map',
                annotations: 'map',
              },
            ],
          },
        ],
      },
    },
  },
];
