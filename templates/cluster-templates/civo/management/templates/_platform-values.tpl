{{- /* Helm writes nothing for a value that is not there. The platform supplies these; all that are missing are told at once. */ -}}
{{- define "platform-values" -}}
{{- $missing := list -}}
{{- range $name, $value := dict
      "domainName" .Values.domainName
      "gitopsRepoUrl" .Values.gitopsRepoUrl
      "kubefirstStateStoreBucket" .Values.kubefirstStateStoreBucket
      "mainMgmtcloudRegion" .Values.mainMgmtcloudRegion
      "platformOrg" .Values.platformOrg
      "projectOrg" .Values.projectOrg
      "workloadClusterName" .Values.workloadClusterName
      "workloadClusterProjectName" .Values.workloadClusterProjectName
      "workloadClusterRegion" .Values.workloadClusterRegion
      "workloadNodeCount" .Values.workloadNodeCount
      "workloadNodeType" .Values.workloadNodeType
-}}
{{- if empty $value }}{{ $missing = append $missing $name }}{{ end -}}
{{- end -}}
{{- if $missing }}{{ fail (printf "the platform supplies no %s" (join ", " $missing)) }}{{ end -}}
{{- end -}}
