import type { KindNotation, Types } from '../notation.ts';

const selector = 'CertKey';
const subtree = { dnsDomains: 'string[]', emailAddresses: 'string[]', ipRanges: 'string[]', uriDomains: 'string[]' };

/** @see https://cert-manager.io/docs/reference/api-docs/ */
export const CERT_MANAGER_TYPES: Types = {
  CertKey: { 'name!': 'string', key: 'string' },
  CertServiceAccount: { 'name!': 'string', audiences: 'string[]' },
  CertUsage: `=${[
    ...['signing', 'digital signature', 'content commitment', 'key encipherment', 'key agreement', 'data encipherment'],
    ...['cert sign', 'crl sign', 'encipher only', 'decipher only', 'any', 'server auth', 'client auth', 'code signing'],
    ...['email protection', 's/mime', 'ipsec end system', 'ipsec tunnel', 'ipsec user', 'timestamping', 'ocsp signing'],
    ...['microsoft sgc', 'netscape sgc'],
  ].join('|')}`,
  CertIssuerSpec: {
    selfSigned: { crlDistributionPoints: 'string[]' },
    ca: {
      'secretName!': 'string',
      crlDistributionPoints: 'string[]',
      issuingCertificateURLs: 'string[]',
      ocspServers: 'string[]',
    },
    acme: {
      'server!': 'string',
      'privateKeySecretRef!': selector,
      email: 'string',
      profile: 'string',
      preferredChain: 'string',
      caBundle: 'string',
      skipTLSVerify: 'bool',
      disableAccountKeyGeneration: 'bool',
      enableDurationFeature: 'bool',
      externalAccountBinding: {
        'keyID!': 'string',
        'keySecretRef!': selector,
        keyAlgorithm: '=HS256|HS384|HS512',
      },
      solvers: [
        {
          selector: { dnsNames: 'string[]', dnsZones: 'string[]', matchLabels: 'map' },
          waitInsteadOfSelfCheck: 'string',
          http01: { ingress: 'CertIngressSolver', gatewayHTTPRoute: 'object' },
          dns01: {
            cnameStrategy: '=None|Follow',
            acmeDNS: { 'accountSecretRef!': selector, 'host!': 'string' },
            akamai: 'object',
            azureDNS: 'object',
            cloudDNS: 'object',
            cloudflare: { email: 'string', apiKeySecretRef: selector, apiTokenSecretRef: selector },
            digitalocean: { 'tokenSecretRef!': selector },
            rfc2136: 'object',
            route53: {
              region: 'string',
              hostedZoneID: 'string',
              role: 'string',
              accessKeyID: 'string',
              accessKeyIDSecretRef: selector,
              secretAccessKeySecretRef: selector,
              auth: { 'kubernetes!': { 'serviceAccountRef!': 'CertServiceAccount' } },
            },
            webhook: { 'groupName!': 'string', 'solverName!': 'string', config: 'any' },
          },
        },
      ],
    },
    vault: {
      'server!': 'string',
      'path!': 'string',
      namespace: 'string',
      serverName: 'string',
      caBundle: 'string',
      caBundleSecretRef: selector,
      clientCertSecretRef: selector,
      clientKeySecretRef: selector,
      'auth!': {
        tokenSecretRef: selector,
        appRole: { 'path!': 'string', 'roleId!': 'string', 'secretRef!': selector },
        clientCertificate: { mountPath: 'string', name: 'string', secretName: 'string' },
        kubernetes: {
          'role!': 'string',
          mountPath: 'string',
          secretRef: selector,
          serviceAccountRef: 'CertServiceAccount',
        },
        aws: 'object',
      },
    },
    venafi: {
      'zone!': 'string',
      cloud: { 'apiTokenSecretRef!': selector, url: 'string' },
      tpp: {
        'url!': 'string',
        'credentialsRef!': { 'name!': 'string' },
        caBundle: 'string',
        caBundleSecretRef: selector,
      },
      ngts: 'object',
    },
  },
  CertIngressSolver: {
    class: 'string',
    ingressClassName: 'string',
    name: 'string',
    serviceType: 'string',
    ingressTemplate: { metadata: { labels: 'map', annotations: 'map' } },
    podTemplate: 'object',
  },
};

const GROUP = 'cert-manager.io';
const VERSIONS = ['v1'];

export const CERT_MANAGER_KINDS: readonly KindNotation[] = [
  { group: GROUP, versions: VERSIONS, kind: 'Issuer', members: { 'spec!': 'CertIssuerSpec' } },
  { group: GROUP, versions: VERSIONS, kind: 'ClusterIssuer', members: { 'spec!': 'CertIssuerSpec' } },
  {
    group: GROUP,
    versions: VERSIONS,
    kind: 'Certificate',
    members: {
      spec: {
        'secretName!': 'string',
        'issuerRef!': { 'name!': 'string', kind: 'string', group: 'string' },
        secretTemplate: { labels: 'map', annotations: 'map' },
        commonName: 'string',
        literalSubject: 'string',
        dnsNames: 'string[]',
        ipAddresses: 'string[]',
        uris: 'string[]',
        emailAddresses: 'string[]',
        otherNames: [{ oid: 'string', utf8Value: 'string' }],
        duration: 'string',
        renewBefore: 'string',
        renewBeforePercentage: 'int',
        renewal: {
          policy: '=RenewBefore|Disabled',
          windows: [{ 'cron!': 'string', 'windowDuration!': 'string', timezone: 'string' }],
        },
        revisionHistoryLimit: 'int',
        isCA: 'bool',
        usages: 'CertUsage[]',
        encodeUsagesInRequest: 'bool',
        signatureAlgorithm: 'string',
        additionalOutputFormats: [{ 'type!': '=DER|CombinedPEM' }],
        privateKey: {
          algorithm: '=RSA|ECDSA|Ed25519',
          encoding: '=PKCS1|PKCS8',
          rotationPolicy: '=Never|Always',
          size: 'int',
        },
        subject: {
          countries: 'string[]',
          localities: 'string[]',
          organizationalUnits: 'string[]',
          organizations: 'string[]',
          postalCodes: 'string[]',
          provinces: 'string[]',
          serialNumber: 'string',
          streetAddresses: 'string[]',
        },
        nameConstraints: { critical: 'bool', permitted: subtree, excluded: subtree },
        keystores: {
          jks: { 'create!': 'bool', alias: 'string', password: 'string', passwordSecretRef: selector },
          pkcs12: { 'create!': 'bool', profile: 'string', password: 'string', passwordSecretRef: selector },
        },
      },
    },
  },
];
