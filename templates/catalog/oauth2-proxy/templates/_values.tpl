{{- define "item.values" -}}
fullnameOverride: {{ include "deployment.release" . | quote }}
replicaCount: {{ int .Values.replicas }}
{{- if gt (int .Values.replicas) 1 }}
podDisruptionBudget:
  enabled: true
  minAvailable: 1
{{- end }}
config:
  existingSecret: {{ include "item.clientSecret" . | quote }}
extraArgs:
  provider: oidc
  oidc-issuer-url: {{ include "deployment.text" .Values.issuerUrl | required "issuerUrl is not given" | quote }}
  upstream: {{ include "deployment.text" .Values.upstream | required "upstream is not given" | quote }}
  email-domain: {{ include "deployment.text" .Values.emailDomain | quote }}
  redirect-url: {{ printf "https://%s/oauth2/callback" (include "item.hostname" .) | quote }}
  reverse-proxy: "true"
  set-xauthrequest: "true"
  cookie-secure: "true"
  code-challenge-method: S256
  skip-provider-button: "true"
  {{- with include "deployment.text" .Values.allowedGroup }}
  allowed-group: {{ . | quote }}
  {{- end }}
  {{- with include "deployment.text" .Values.extraJwtIssuers }}
  skip-jwt-bearer-tokens: "true"
  extra-jwt-issuers: {{ . | quote }}
  {{- end }}
sessionStorage:
  type: redis
  redis:
    existingSecret: {{ include "item.sessionSecret" . | quote }}
    passwordKey: redis-password
    clientType: standalone
    standalone:
      connectionUrl: {{ printf "redis://%s-haproxy:6379" (include "item.redis" .) | quote }}
{{- if eq .Values.exposure "ingress" }}
ingress:
  enabled: true
  className: {{ include "deployment.text" .Values.ingressClassName | quote }}
  path: /
  pathType: Prefix
  hosts:
    - {{ include "item.hostname" . | quote }}
  {{- with include "deployment.text" .Values.certificateIssuer }}
  annotations:
    cert-manager.io/cluster-issuer: {{ . | quote }}
  tls:
    - secretName: {{ printf "%s-tls" (include "deployment.release" $) | quote }}
      hosts:
        - {{ include "item.hostname" $ | quote }}
  {{- end }}
{{- end }}
{{- end }}

{{- define "item.redisValues" -}}
fullnameOverride: {{ include "item.redis" . | quote }}
replicas: 3
hardAntiAffinity: false
auth: true
existingSecret: {{ include "item.sessionSecret" . | quote }}
authKey: redis-password
haproxy:
  enabled: true
  replicas: 2
  hardAntiAffinity: false
persistentVolume:
  enabled: false
{{- end }}

{{/* Name of the Helm release of Redis. */}}
{{- define "item.redis" -}}
{{- include "deployment.name" (list "Helm release" (printf "%s-redis" (include "deployment.release" .)) 53) }}
{{- end }}

{{- define "item.hostname" -}}
{{- include "deployment.text" .Values.hostname | required "hostname is not given" }}
{{- end }}

{{- define "item.clientSecret" -}}
{{- printf "%s-client" (include "deployment.application" .) }}
{{- end }}

{{- define "item.sessionSecret" -}}
{{- printf "%s-session" (include "deployment.application" .) }}
{{- end }}

{{- define "item.exposure" -}}
{{- .Values.exposure }}
{{- end }}
