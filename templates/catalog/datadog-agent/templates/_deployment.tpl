{{/*
Where a deployment goes and what it is called. This file is the same in every item of the catalog.
*/}}

{{/* A text, whatever it arrives as: nothing and a pair of quotes are empty. */}}
{{- define "deployment.text" -}}
{{- if not (kindIs "invalid" .) }}{{ toString . | trimAll "\"" }}{{ end }}
{{- end }}

{{- define "deployment.cluster" -}}
{{- include "deployment.text" .Values.clusterName | required "clusterName is not given" }}
{{- end }}

{{/* A name that must not be longer than a limit: a list of what it names, the name and the limit. */}}
{{- define "deployment.name" -}}
{{- if gt (len (index . 1)) (index . 2) }}
{{- fail (printf "the name of the %s, %s, is longer than %d characters: give a shorter releaseName" (index . 0) (index . 1) (index . 2)) }}
{{- end }}
{{- index . 1 }}
{{- end }}

{{/*
Name of the Helm release. By default that of the deployment behind that of its environment, since two environments can stand
on one cluster.
*/}}
{{- define "deployment.release" -}}
{{- $derived := list (include "deployment.text" .Values.envName) .Release.Name | compact | join "-" }}
{{- include "deployment.name" (list "Helm release" (include "deployment.text" .Values.releaseName | default $derived) 53) }}
{{- end }}

{{/* Name of the Application. Argo CD can keep it in a label, which holds 63 characters. */}}
{{- define "deployment.application" -}}
{{- include "deployment.name" (list "Application" (printf "%s-%s" (include "deployment.cluster" .) (include "deployment.release" .)) 63) }}
{{- end }}

{{- define "deployment.argocdNamespace" -}}
{{- include "deployment.text" .Values.argocdAppNamespace | default (printf "%s-environment" (include "deployment.cluster" .)) }}
{{- end }}

{{- define "deployment.project" -}}
{{- include "deployment.text" .Values.project | default (include "deployment.cluster" .) }}
{{- end }}

{{- define "deployment.destination" -}}
{{- include "deployment.text" .Values.clusterDestination | default (include "deployment.cluster" .) }}
{{- end }}

{{/* Namespace on the cluster. */}}
{{- define "deployment.namespace" -}}
{{- include "deployment.text" .Values.namespace | default (include "deployment.release" .) }}
{{- end }}

{{/* The source of an Application that syncs the other files of the deployment, which lie in a folder beside it. */}}
{{- define "deployment.files" -}}
{{- $folder := include "deployment.text" .Values.registryPath }}
{{- if not $folder }}
{{- $environment := include "deployment.text" .Values.envName | required "neither registryPath nor envName is given" }}
{{- $folder = printf "registry/environments/%s/%s" $environment (include "deployment.cluster" .) }}
{{- end }}
repoURL: {{ include "deployment.text" .Values.gitopsRepoUrl | required "gitopsRepoUrl is not given" | quote }}
path: {{ printf "%s/%s" (trimSuffix "/" $folder) .Release.Name | quote }}
targetRevision: {{ include "deployment.text" .Values.gitopsRepoRevision | default "HEAD" | quote }}
{{- end }}

{{/* Values of a Helm chart: a list of ours, as YAML, and what was given to be laid over them. */}}
{{- define "deployment.values" -}}
{{- $given := index . 1 }}
{{- if kindIs "string" $given }}{{ $given = fromYaml $given }}{{ end }}
{{- mergeOverwrite (index . 0 | fromYaml) ($given | default dict) | toYaml }}
{{- end }}
