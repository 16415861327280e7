/** Who is on the platform: one line an organization. Everything else follows from `organization.ts`. */
export interface Tenant {
  readonly name: string;
  readonly displayName: string;
  readonly cloud: 'aws' | 'civo' | 'google';
  readonly git: 'github-app' | 'gitlab' | 'pat';
  /** Regions of its workload clusters, four of them. */
  readonly regions: readonly [string, string, string, string];
  readonly applications: readonly string[];
}

const CIVO = ['lon1', 'lon1', 'fra1', 'nyc1'] as const;
const AWS = ['eu-west-2', 'eu-west-2', 'eu-central-1', 'us-east-1'] as const;
const GOOGLE = ['europe-west2', 'europe-west2', 'europe-west3', 'us-east1'] as const;

export const TENANTS: readonly Tenant[] = [
  {
    name: 'retail',
    displayName: 'Retail',
    cloud: 'civo',
    git: 'github-app',
    regions: CIVO,
    applications: ['shop', 'basket', 'checkout', 'catalogue', 'search', 'reviews', 'wishlist'],
  },
  {
    name: 'logistics',
    displayName: 'Logistics',
    cloud: 'civo',
    git: 'pat',
    regions: CIVO,
    applications: ['routing', 'fleet', 'depot', 'tracking', 'customs', 'labels', 'returns'],
  },
  {
    name: 'payments',
    displayName: 'Payments',
    cloud: 'aws',
    git: 'github-app',
    regions: AWS,
    applications: ['ledger', 'cards', 'refunds', 'fraud', 'invoices', 'payouts', 'currencies'],
  },
  {
    name: 'identity',
    displayName: 'Identity',
    cloud: 'aws',
    git: 'github-app',
    regions: AWS,
    applications: ['login', 'profiles', 'consent', 'directory', 'sessions', 'audit', 'tokens'],
  },
  {
    name: 'data',
    displayName: 'Data and analytics',
    cloud: 'google',
    git: 'github-app',
    regions: GOOGLE,
    applications: ['ingest', 'warehouse', 'reports', 'features', 'lineage', 'notebooks', 'exports'],
  },
  {
    name: 'marketing',
    displayName: 'Marketing',
    cloud: 'civo',
    git: 'gitlab',
    regions: CIVO,
    applications: ['campaigns', 'newsletter', 'segments', 'vouchers', 'landing', 'surveys', 'tracking'],
  },
  {
    name: 'support',
    displayName: 'Customer support',
    cloud: 'civo',
    git: 'github-app',
    regions: CIVO,
    applications: ['tickets', 'chat', 'knowledge', 'callback', 'quality', 'planning', 'returns'],
  },
  {
    name: 'finance',
    displayName: 'Finance',
    cloud: 'aws',
    git: 'pat',
    regions: AWS,
    applications: ['bookings', 'closing', 'budgets', 'taxes', 'invoices', 'treasury', 'reports'],
  },
  {
    name: 'people',
    displayName: 'People',
    cloud: 'google',
    git: 'gitlab',
    regions: GOOGLE,
    applications: ['hiring', 'onboarding', 'leave', 'payroll', 'training', 'directory'],
  },
  {
    name: 'stores',
    displayName: 'Stores',
    cloud: 'civo',
    git: 'github-app',
    regions: CIVO,
    applications: ['tills', 'stock', 'shelves', 'shifts', 'scanners', 'opening-hours'],
  },
  {
    name: 'suppliers',
    displayName: 'Suppliers',
    cloud: 'aws',
    git: 'github-app',
    regions: AWS,
    applications: ['contracts', 'orders', 'forecast', 'audits', 'portal', 'invoices'],
  },
  {
    name: 'research',
    displayName: 'Research',
    cloud: 'google',
    git: 'github-app',
    regions: GOOGLE,
    applications: ['pricing', 'recommend', 'vision', 'forecast', 'experiments', 'labelling'],
  },
];
