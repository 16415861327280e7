/**
 * What stands at the top of each cluster's tree, with full values: file, wave, name, project, destination, source, retry,
 * sync options beside `CreateNamespace=true`; for what is no Application file, wave, kind and name. `<wc>` is the cluster.
 *
 * Kept by hand after the tables of the platform's own templates, so that no change of a template goes unseen.
 *
 * @see konstruct-templates, the trees of its cluster templates; Konstruct documentation, "Upstream cluster templates"
 */
export const TREE_TABLES: Readonly<Record<string, string>> = {
  'aws/management': `
    appproject.yaml                    | -1  | AppProject                                | <wc>
    0-providerconfig.yaml              | 0   | <wc>-provider-config                      | default | in-cluster/crossplane-system   | registry/konstruct-clusters/<wc>/provider-config
    10-infrastructure.yaml             | 10  | <wc>-infrastructure                       | default | in-cluster/<wc>                | registry/konstruct-clusters/<wc>/infrastructure            | infra
    15-infrastructure-bootstrap.yaml   | 15  | <wc>-bootstrap                            | default | in-cluster/<wc>                | registry/konstruct-clusters/<wc>/infrastructure-bootstrap  | infra
    20-argocd-connection.yaml          | 20  | ExternalSecret                            | <wc>
    30-argocd.yaml                     | 30  | <wc>-argocd                               | <wc>    | <wc>/argocd                    | registry/konstruct-clusters/<wc>/argocd                    | fast | ServerSideApply=true
    30-cert-manager.yaml               | 30  | <wc>-cert-manager                         | <wc>    | <wc>/cert-manager              | cert-manager v1.14.4
    30-crossplane.yaml                 | 30  | <wc>-crossplane                           | <wc>    | <wc>/crossplane-system         | crossplane 1.17.0
    30-external-dns.yaml               | 30  | <wc>-external-dns                         | <wc>    | <wc>/external-dns              | external-dns 1.14.4
    30-external-secrets-operator.yaml  | 30  | <wc>-external-secrets-operator            | <wc>    | <wc>/external-secrets-operator | external-secrets 0.19.2                                    | RespectIgnoreDifferences=true ServerSideApply=true ServerSideApplyForce=true
    30-ingress-nginx.yaml              | 30  | <wc>-ingress-nginx                        | <wc>    | <wc>/ingress-nginx             | ingress-nginx 4.12.1
    30-reloader.yaml                   | 30  | <wc>-reloader                             | <wc>    | <wc>/reloader                  | reloader v1.0.10                                           | fast
    35-clustersecretstore.yaml         | 35  | <wc>-clustersecretstore                   | <wc>    | <wc>/external-secrets-operator | registry/konstruct-clusters/<wc>/cluster-secret-store
    35-kube-prometheus-stack.yaml      | 35  | kube-prometheus-stack-<wc>                | <wc>    | <wc>/observability             | kube-prometheus-stack 68.3.0                               | ServerSideApply=true
    40-clusterissuers.yaml             | 40  | <wc>-clusterissuers                       | <wc>    | <wc>/cert-manager              | registry/konstruct-clusters/<wc>/cert-issuers
    40-crossplane-components.yaml      | 40  | <wc>-crossplane-components                | <wc>    | <wc>/crossplane-system         | registry/konstruct-clusters/<wc>/crossplane-components     | Replace=true
    40-secret.yaml                     | 40  | <wc>-secret                               | <wc>    | <wc>/argocd                    | registry/konstruct-clusters/<wc>/secrets
    45-environment.yaml                | 45  | <wc>-environment                          | <wc>    | in-cluster/argocd              | registry/environments/shared
    50-actions-runner-controller.yaml  | 50  | actions-runner-controller-components-<wc> | <wc>    | <wc>/github-runner             | registry/konstruct-clusters/<wc>/actions-runner-controller | fast | ApplyOutOfSyncOnly=true Replace=true PruneLast=true
    51-actions-runner-application.yaml | 50  | actions-runner-controller-<wc>            | <wc>    | <wc>/github-runner             | actions-runner-controller 0.20.2                           | fast | ApplyOutOfSyncOnly=true Replace=true PruneLast=true
    registry-cluster.yaml              | 100 | registry-<wc>                             | default | kubernetes.default.svc/argocd  | registry/konstruct-clusters/<wc>                           | registration
`,
  'aws/workload': `
    appproject-environment.yaml       | -1  | AppProject                     | <wc>-environment
    appproject-platform.yaml          | -1  | AppProject                     | <wc>-platform
    appproject.yaml                   | -1  | AppProject                     | <wc>
    0-providerconfig.yaml             | 0   | <wc>-provider-config           | default          | in-cluster/crossplane-system   | registry/clusters/<wc>/provider-config
    10-infrastructure.yaml            | 10  | <wc>-infrastructure            | default          | in-cluster/<wc>                | registry/clusters/<wc>/infrastructure           | infra
    15-infrastructure-bootstrap.yaml  | 15  | <wc>-bootstrap                 | default          | in-cluster/<wc>                | registry/clusters/<wc>/infrastructure-bootstrap | infra
    20-argocd-connection.yaml         | 20  | ExternalSecret                 | <wc>
    30-cert-manager.yaml              | 30  | <wc>-cert-manager              | <wc>-platform    | <wc>/cert-manager              | cert-manager v1.14.4
    30-external-dns.yaml              | 30  | <wc>-external-dns              | <wc>-platform    | <wc>/external-dns              | external-dns 1.14.4
    30-external-secrets-operator.yaml | 30  | <wc>-external-secrets-operator | <wc>-platform    | <wc>/external-secrets-operator | external-secrets 0.19.2                         | RespectIgnoreDifferences=true ServerSideApply=true ServerSideApplyForce=true
    30-ingress-nginx.yaml             | 30  | <wc>-ingress-nginx             | <wc>-platform    | <wc>/ingress-nginx             | ingress-nginx 4.12.1
    30-reloader.yaml                  | 30  | <wc>-reloader                  | <wc>-platform    | <wc>/reloader                  | reloader v1.0.10                                | fast
    40-clusterissuers.yaml            | 40  | <wc>-clusterissuers            | <wc>-platform    | <wc>/cert-manager              | registry/clusters/<wc>/cert-issuers
    40-clustersecretstore.yaml        | 40  | <wc>-clustersecretstore        | <wc>-platform    | <wc>/external-secrets-operator | registry/clusters/<wc>/cluster-secret-store
    40-rbac.yaml                      | 40  | <wc>-rbac                      | <wc>-platform    | <wc>/rbac                      | registry/clusters/<wc>/rbac
    40-secret.yaml                    | 40  | <wc>-secret                    | <wc>-platform    | <wc>/<wc>                      | registry/clusters/<wc>/secrets
    45-environment.yaml               | 45  | <wc>-staging-global            | <wc>-environment | in-cluster/<wc>-environment    | registry/environments/staging-global/<wc>
    registry-workload-cluster.yaml    | 100 | registry-<wc>                  | default          | kubernetes.default.svc/argocd  | registry/clusters/<wc>                          | registration
`,
  'aws/workload-vcluster': `
    appproject-environment.yaml       | -1  | AppProject                     | <wc>-environment
    appproject-platform.yaml          | -1  | AppProject                     | <wc>-platform
    appproject.yaml                   | -1  | AppProject                     | <wc>
    0-providerconfig.yaml             | 0   | <wc>-provider-config           | default          | in-cluster/crossplane-system   | registry/clusters/<wc>/provider-config
    10-infrastructure.yaml            | 10  | <wc>-infrastructure            | default          | in-cluster/<wc>                | registry/clusters/<wc>/infrastructure           | infra
    15-infrastructure-bootstrap.yaml  | 15  | <wc>-bootstrap                 | default          | in-cluster/<wc>                | registry/clusters/<wc>/infrastructure-bootstrap | infra
    20-argocd-connection.yaml         | 20  | ExternalSecret                 | <wc>
    30-cert-manager.yaml              | 30  | <wc>-cert-manager              | <wc>-platform    | <wc>/cert-manager              | cert-manager v1.14.4
    30-external-dns.yaml              | 30  | <wc>-external-dns              | <wc>-platform    | <wc>/external-dns              | external-dns 1.14.4
    30-external-secrets-operator.yaml | 30  | <wc>-external-secrets-operator | <wc>-platform    | <wc>/external-secrets-operator | external-secrets 0.19.2                         | RespectIgnoreDifferences=true ServerSideApply=true ServerSideApplyForce=true
    30-ingress-nginx.yaml             | 30  | <wc>-ingress-nginx             | <wc>-platform    | <wc>/ingress-nginx             | ingress-nginx 4.10.0
    30-reloader.yaml                  | 30  | <wc>-reloader                  | <wc>-platform    | <wc>/reloader                  | reloader v1.0.10                                | fast
    40-clusterissuers.yaml            | 40  | <wc>-clusterissuers            | <wc>-platform    | <wc>/cert-manager              | registry/clusters/<wc>/cert-issuers
    40-clustersecretstore.yaml        | 40  | <wc>-clustersecretstore        | <wc>-platform    | <wc>/external-secrets-operator | registry/clusters/<wc>/cluster-secret-store
    40-rbac.yaml                      | 40  | <wc>-rbac                      | <wc>-platform    | <wc>/rbac                      | registry/clusters/<wc>/rbac
    45-environment.yaml               | 45  | <wc>-environment               | <wc>-environment | in-cluster/<wc>-environment    | registry/environments/<wc>
    registry-workload-cluster.yaml    | 100 | registry-<wc>                  | default          | kubernetes.default.svc/argocd  | registry/clusters/<wc>                          | registration
`,
  'civo/management': `
    appproject.yaml                   | -1  | AppProject                     | <wc>
    0-providerconfig.yaml             | 0   | <wc>-provider-config           | default | in-cluster/crossplane-system   | registry/konstruct-clusters/<wc>/provider-config
    10-infrastructure.yaml            | 10  | <wc>-infrastructure            | default | in-cluster/<wc>                | registry/konstruct-clusters/<wc>/infrastructure           | infra
    15-infrastructure-bootstrap.yaml  | 15  | <wc>-infrastructure-bootstrap  | default | in-cluster/<wc>                | registry/konstruct-clusters/<wc>/infrastructure-bootstrap | infra
    20-argocd-connection.yaml         | 20  | ExternalSecret                 | <wc>
    30-cert-manager.yaml              | 30  | <wc>-cert-manager              | <wc>    | <wc>/cert-manager              | cert-manager v1.20.1
    30-envoy-gateway.yaml             | 30  | <wc>-envoy-gateway             | <wc>    | <wc>/envoy-gateway-system      | gateway-helm v1.7.0                                       | ServerSideApply=true
    30-external-dns.yaml              | 30  | <wc>-external-dns              | <wc>    | <wc>/external-dns              | external-dns 1.20.0
    30-external-secrets-operator.yaml | 30  | <wc>-external-secrets-operator | <wc>    | <wc>/external-secrets-operator | external-secrets 0.19.2                                   | RespectIgnoreDifferences=true ServerSideApply=true ServerSideApplyForce=true
    30-reloader.yaml                  | 30  | <wc>-reloader                  | <wc>    | <wc>/reloader                  | reloader 2.2.8                                            | fast
    35-clustersecretstore.yaml        | 35  | <wc>-clustersecretstore        | <wc>    | <wc>/external-secrets-operator | registry/konstruct-clusters/<wc>/cluster-secret-store
    35-crossplane.yaml                | 35  | <wc>-crossplane                | <wc>    | <wc>/crossplane-system         | crossplane 1.17.0
    35-envoy-gateway-components.yaml  | 35  | <wc>-envoy-gateway-components  | <wc>    | <wc>/envoy-gateway-system      | registry/konstruct-clusters/<wc>/envoy-gateway-components
    35-kube-prometheus-stack.yaml     | 35  | kube-prometheus-stack-<wc>     | <wc>    | <wc>/observability             | kube-prometheus-stack 68.3.0                              | ServerSideApply=true
    30-clusterissuers.yaml            | 40  | <wc>-clusterissuers            | <wc>    | <wc>/cert-manager              | registry/konstruct-clusters/<wc>/cert-issuers
    40-argocd.yaml                    | 40  | <wc>-argocd                    | <wc>    | <wc>/argocd                    | registry/konstruct-clusters/<wc>/argocd                   | fast | ServerSideApply=true
    40-crossplane-components.yaml     | 40  | <wc>-crossplane-components     | <wc>    | <wc>/crossplane-system         | registry/konstruct-clusters/<wc>/crossplane-components    | Replace=true
    40-secret.yaml                    | 40  | <wc>-secret                    | <wc>    | <wc>/argocd                    | registry/konstruct-clusters/<wc>/secrets
    45-environment.yaml               | 45  | <wc>-environment               | <wc>    | in-cluster/argocd              | registry/environments/shared
    registry-cluster.yaml             | 100 | registry-<wc>                  | default | kubernetes.default.svc/argocd  | registry/konstruct-clusters/<wc>                          | registration
`,
  'civo/workload': `
    appproject-environment.yaml      | -1  | AppProject                    | <wc>-environment
    appproject-platform.yaml         | -1  | AppProject                    | <wc>-platform
    appproject.yaml                  | -1  | AppProject                    | <wc>
    0-providerconfig.yaml            | 0   | <wc>-provider-config          | default          | in-cluster/crossplane-system  | registry/clusters/<wc>/provider-config
    10-infrastructure.yaml           | 10  | <wc>-infrastructure           | default          | in-cluster/<wc>               | registry/clusters/<wc>/infrastructure           | infra
    20-infrastructure-bootstrap.yaml | 20  | <wc>-infrastructure-bootstrap | default          | in-cluster/<wc>               | registry/clusters/<wc>/infrastructure-bootstrap | infra
    30-cert-manager.yaml             | 30  | <wc>-cert-manager             | <wc>-platform    | <wc>/cert-manager             | cert-manager v1.16.5
    30-envoy-gateway.yaml            | 30  | <wc>-envoy-gateway            | <wc>-platform    | <wc>/envoy-gateway-system     | gateway-helm v1.7.0                             | ServerSideApply=true
    30-reloader.yaml                 | 30  | <wc>-reloader                 | <wc>-platform    | <wc>/reloader                 | reloader v1.0.10                                | fast
    45-environment.yaml              | 45  | <wc>-staging-global           | <wc>-environment | in-cluster/<wc>-environment   | registry/environments/staging-global/<wc>
    registry-workload-cluster.yaml   | 100 | registry-<wc>                 | default          | kubernetes.default.svc/argocd | registry/clusters/<wc>                          | registration
`,
  'control-plane': `
    components/argocd-appprojects/control-plane.yaml | -1   | AppProject                     | <wc>
    appprojects.yaml                                 | 0    | argocd-projects                | default | in-cluster/argocd                    | registry/clusters/<wc>/components/argocd-appprojects    | fast
    konstruct-clusters.yaml                          | 0    | konstruct-clusters             | default | in-cluster/argocd                    | registry/clusters/<wc>/components/konstruct-clusters    | fast
    kpack.yaml                                       | 5    | <wc>-kpack                     | <wc>    | in-cluster/kpack                     | registry/clusters/<wc>/components/kpack                 | ServerSideApply=true
    cert-manager.yaml                                | 10   | <wc>-cert-manager              | <wc>    | in-cluster/cert-manager              | cert-manager v1.20.1
    envoy-gateway.yaml                               | 10   | <wc>-envoy-gateway             | <wc>    | in-cluster/envoy-gateway-system      | gateway-helm v1.7.0                                     | ServerSideApply=true
    external-dns.yaml                                | 10   | <wc>-external-dns              | <wc>    | in-cluster/external-dns              | external-dns 1.21.0
    konstruct-system.yaml                            | 10   | <wc>-konstruct-system          | <wc>    | in-cluster/konstruct-system          | konstruct 0.6.13
    cloudflare.yaml                                  | 19   | <wc>-cloudflare                | <wc>    | in-cluster/cloudflare                | origin-ca-issuer 0.5.2
    cert-issuers.yaml                                | 20   | <wc>-cert-issuers              | <wc>    | in-cluster/cert-manager              | registry/clusters/<wc>/components/cert-issuers
    gateway.yaml                                     | 25   | <wc>-gateway                   | <wc>    | in-cluster/envoy-gateway-system      | registry/clusters/<wc>/components/gateway
    external-secrets-operator.yaml                   | 30   | <wc>-external-secrets-operator | <wc>    | in-cluster/external-secrets-operator | external-secrets 0.19.2                                 | RespectIgnoreDifferences=true ServerSideApply=true ServerSideApplyForce=true
    cluster-secret-store.yaml                        | 40   | <wc>-cluster-secret-store      | <wc>    | in-cluster/external-secrets-operator | registry/clusters/<wc>/components/cluster-secret-store
    secrets.yaml                                     | 45   | <wc>-secrets                   | <wc>    | in-cluster/argocd                    | registry/clusters/<wc>/components/secrets
    actions-runner-controller.yaml                   | 50   | <wc>-actions-runner-controller | <wc>    | in-cluster/github-runner             | actions-runner-controller 0.20.2                        | fast | ApplyOutOfSyncOnly=true Replace=true PruneLast=true
    crossplane.yaml                                  | 60   | <wc>-crossplane                | <wc>    | in-cluster/crossplane-system         | crossplane 1.17.0
    github-runner.yaml                               | 60   | <wc>-github-runner             | <wc>    | in-cluster/github-runner             | registry/clusters/<wc>/components/github-runner         | fast | ApplyOutOfSyncOnly=true Replace=true PruneLast=true
    reloader.yaml                                    | 60   | <wc>-reloader                  | <wc>    | in-cluster/reloader                  | reloader 2.2.8                                          | fast
    crossplane-components.yaml                       | 70   | <wc>-crossplane-components     | <wc>    | in-cluster/crossplane-system         | registry/clusters/<wc>/components/crossplane-components | Replace=true
    argocd.yaml                                      | 100  | <wc>-argocd                    | <wc>    | in-cluster/argocd                    | registry/clusters/<wc>/components/argocd                | fast | ServerSideApply=true
    clusters.yaml                                    | 1000 | clusters                       | default | in-cluster/argocd                    | registry/clusters/<wc>/components/clusters              | fast
    registry.yaml                                    | 1001 | registry                       | default | in-cluster/argocd                    | registry/clusters/<wc>                                  | fast
`,
  'google/workload': `
    appproject-environment.yaml    | -1  | AppProject           | <wc>-environment
    appproject-platform.yaml       | -1  | AppProject           | <wc>-platform
    appproject.yaml                | -1  | AppProject           | <wc>
    0-providerconfig.yaml          | 0   | <wc>-provider-config | default          | in-cluster/crossplane-system  | registry/clusters/<wc>/provider-config
    10-infrastructure.yaml         | 10  | <wc>-infrastructure  | default          | in-cluster/<wc>               | registry/clusters/<wc>/infrastructure | infra
    20-argocd-connection.yaml      | 20  | ExternalSecret       | <wc>
    30-cert-manager.yaml           | 30  | <wc>-cert-manager    | <wc>-platform    | <wc>/cert-manager             | cert-manager v1.14.4
    30-ingress-nginx.yaml          | 30  | <wc>-ingress-nginx   | <wc>-platform    | <wc>/ingress-nginx            | ingress-nginx 4.10.0
    30-reloader.yaml               | 30  | <wc>-reloader        | <wc>-platform    | <wc>/reloader                 | reloader v1.0.10                      | fast
    45-environment.yaml            | 45  | <wc>-staging-global  | <wc>-environment | in-cluster/<wc>-environment   | registry/environments/staging-global/<wc>
    registry-workload-cluster.yaml | 100 | registry-<wc>        | default          | kubernetes.default.svc/argocd | registry/clusters/<wc>                | registration
`,
};

/** Inside the folders: file, kind, name and wave of each object that has one. */
export const INNER_WAVES: Readonly<Record<string, string>> = {
  'aws/management': `
    actions-runner-controller/51-actions-runner-externalsecret.yaml ExternalSecret          controller-manager                               49
    actions-runner-controller/52-runner-deployment.yaml             RunnerDeployment        actions-runner-<wc>                              52
    argocd/application.yaml                                         ConfigMap               argocd-clusters-app                              1
    argocd/application.yaml                                         Job                     apply-argocd-clusters-app                        2
    crossplane-components/crossplane-secrets.yaml                   ExternalSecret          crossplane-secrets                               0
    crossplane-components/crossplane-secrets.yaml                   ExternalSecret          github-app-credentials                           0
    crossplane-components/deployment-runtime-config.yaml            DeploymentRuntimeConfig terraform-config                                 10
    crossplane-components/terraform-provider.yaml                   Provider                crossplane-provider-terraform                    20
    infrastructure-bootstrap/wait.yaml                              Job                     wait-<wc>-bootstrap                              20
    infrastructure-bootstrap/workspace.yaml                         Workspace               <wc>-bootstrap                                   15
    infrastructure/wait.yaml                                        Job                     wait-<wc>-infrastructure                         20
    infrastructure/workspace.yaml                                   Workspace               <wc>-infrastructure                              10
    provider-config/providerconfig.yaml                             ProviderConfig          <wc>                                             -1
    secrets/secret.yaml                                             ExternalSecret          repo-credentials-template-acme-retail            20
    secrets/secret.yaml                                             ExternalSecret          repo-credentials-template-acme-platform-platform 20
`,
  'aws/workload': `
    infrastructure-bootstrap/wait.yaml      Job                   wait-<wc>-bootstrap      20
    infrastructure-bootstrap/workspace.yaml Workspace             <wc>-bootstrap           15
    infrastructure/wait.yaml                Job                   wait-<wc>-infrastructure 20
    infrastructure/workspace.yaml           Workspace             <wc>-infrastructure      10
    provider-config/providerconfig.yaml     ProviderConfig        <wc>                     -1
    secrets/ecr.yaml                        ECRAuthorizationToken ecr                      0
    secrets/ecr.yaml                        ExternalSecret        ecr-pull-secret          1
`,
  'aws/workload-vcluster': `
    infrastructure-bootstrap/wait.yaml      Job            wait-<wc>-bootstrap      20
    infrastructure-bootstrap/workspace.yaml Workspace      <wc>-bootstrap           15
    infrastructure/wait.yaml                Job            wait-<wc>-infrastructure 20
    infrastructure/workspace.yaml           Workspace      <wc>-infrastructure      10
    provider-config/providerconfig.yaml     ProviderConfig <wc>                     -1
`,
  'civo/management': `
    argocd/application.yaml                              ConfigMap               argocd-clusters-app                              1
    argocd/application.yaml                              Job                     apply-argocd-clusters-app                        2
    crossplane-components/crossplane-secrets.yaml        ExternalSecret          crossplane-secrets                               0
    crossplane-components/crossplane-secrets.yaml        ExternalSecret          github-app-credentials                           0
    crossplane-components/deployment-runtime-config.yaml DeploymentRuntimeConfig terraform-config                                 10
    crossplane-components/terraform-provider.yaml        Provider                crossplane-provider-terraform                    20
    infrastructure-bootstrap/wait.yaml                   Job                     wait-<wc>-infrastructure-bootstrap               20
    infrastructure-bootstrap/workspace.yaml              Workspace               <wc>-infrastructure-bootstrap                    15
    infrastructure/wait.yaml                             Job                     wait-<wc>-infrastructure                         20
    infrastructure/workspace.yaml                        Workspace               <wc>-infrastructure                              10
    provider-config/providerconfig.yaml                  ProviderConfig          <wc>                                             -1
    secrets/external-dns.yaml                            ExternalSecret          external-dns-secrets                             0
    secrets/secret.yaml                                  ExternalSecret          repo-credentials-template-acme-retail            20
    secrets/secret.yaml                                  ExternalSecret          repo-credentials-template-acme-platform-platform 20
`,
  'civo/workload': `
    infrastructure-bootstrap/wait.yaml      Job            wait-<wc>-infrastructure-bootstrap 20
    infrastructure-bootstrap/workspace.yaml Workspace      <wc>-infrastructure-bootstrap      20
    infrastructure/wait.yaml                Job            wait-<wc>-infrastructure           20
    infrastructure/workspace.yaml           Workspace      <wc>-infrastructure                10
    provider-config/providerconfig.yaml     ProviderConfig <wc>                               -1
`,
  'control-plane': `
    components/crossplane-components/crossplane-secrets.yaml        ExternalSecret          crossplane-secrets                      0
    components/crossplane-components/crossplane-secrets.yaml        ExternalSecret          github-app-credentials                  0
    components/crossplane-components/deployment-runtime-config.yaml DeploymentRuntimeConfig terraform-config                        10
    components/crossplane-components/terraform-provider.yaml        Provider                crossplane-provider-terraform           20
    components/github-runner/runner-deployment.yaml                 RunnerDeployment        actions-runner-<wc>                     52
    components/secrets/github-runner.yaml                           Namespace               github-runner                           -1
    components/secrets/github-runner.yaml                           ExternalSecret          controller-manager                      49
    components/secrets/secret.yaml                                  ExternalSecret          repo-credentials-template-acme-platform 20
`,
  'google/workload': `
    infrastructure/wait.yaml            Job            wait-<wc>-infrastructure 20
    infrastructure/workspace.yaml       Workspace      <wc>-infrastructure      10
    provider-config/providerconfig.yaml ProviderConfig <wc>                     -1
`,
};
