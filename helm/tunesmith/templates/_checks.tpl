{{/* What values.schema.json cannot say: values that the operator would refuse at its start, or that would work against each other. */}}
{{- define "tunesmith.checks" -}}
{{- $v := .Values -}}
{{- if and (gt (int $v.replicas) 1) (not $v.leaderElection.enabled) -}}
{{- fail "replicas: more than one needs leaderElection.enabled: two operators at work could each create the same job" -}}
{{- end -}}
{{- if and $v.emulator.enabled $v.vertex.endpoint -}}
{{- fail "emulator.enabled and vertex.endpoint exclude each other: the emulator is the endpoint" -}}
{{- end -}}
{{- if and $v.vertex.plaintext (not $v.emulator.enabled) -}}
{{- if not $v.vertex.endpoint -}}
{{- fail "vertex.plaintext needs vertex.endpoint: Vertex AI itself is reached by TLS only" -}}
{{- end -}}
{{- if ne $v.vertex.credentials "none" -}}
{{- fail "vertex.plaintext needs vertex.credentials=none: credentials are never sent without TLS" -}}
{{- end -}}
{{- end -}}
{{- if and $v.vertex.endpoint (or (lt (atoi (regexFind "[0-9]+$" $v.vertex.endpoint)) 1) (gt (atoi (regexFind "[0-9]+$" $v.vertex.endpoint)) 65535)) -}}
{{- fail "vertex.endpoint: the port must be from 1 to 65535" -}}
{{- end -}}
{{- if ge (int $v.leaderElection.renewDeadlineSeconds) (int $v.leaderElection.leaseDurationSeconds) -}}
{{- fail "leaderElection.renewDeadlineSeconds must be less than leaderElection.leaseDurationSeconds: a leader has to stop before another may begin" -}}
{{- end -}}
{{- if gt (mul 3 (int $v.leaderElection.retryPeriodSeconds)) (int $v.leaderElection.renewDeadlineSeconds) -}}
{{- fail "leaderElection.retryPeriodSeconds must be at most a third of leaderElection.renewDeadlineSeconds: a renewal that fails must not end the leadership" -}}
{{- end -}}
{{- if and $v.credentials.keySecret.name $v.credentials.googleServiceAccount -}}
{{- fail "credentials.keySecret and credentials.googleServiceAccount exclude each other: the key would win without a word" -}}
{{- end -}}
{{- if and $v.credentials.googleServiceAccount (not $v.serviceAccount.create) -}}
{{- fail "credentials.googleServiceAccount needs serviceAccount.create: it is an annotation of the account; where that is not the chart's, annotate it yourself with iam.gke.io/gcp-service-account" -}}
{{- end -}}
{{- if and $v.serviceAccount.annotations (not $v.serviceAccount.create) -}}
{{- fail "serviceAccount.annotations needs serviceAccount.create: annotate the account that is there yourself" -}}
{{- end -}}
{{- if and $v.metrics.serviceMonitor.enabled (not $v.metrics.service.enabled) -}}
{{- fail "metrics.serviceMonitor.enabled needs metrics.service.enabled: it finds the pods by the Service. Or use metrics.podMonitor" -}}
{{- end -}}
{{- if and $v.metrics.serviceMonitor.enabled $v.metrics.podMonitor.enabled -}}
{{- fail "metrics.serviceMonitor and metrics.podMonitor exclude each other: everything would be counted twice" -}}
{{- end -}}
{{- if and (eq $v.networkPolicy.egress "none") $v.networkPolicy.extraEgress -}}
{{- fail "networkPolicy.extraEgress needs another networkPolicy.egress than none: alone it would cut the operator off from all else" -}}
{{- end -}}
{{- if and $v.podDisruptionBudget.enabled (kindIs "float64" $v.podDisruptionBudget.minAvailable | or (kindIs "int64" $v.podDisruptionBudget.minAvailable)) (gt (int $v.replicas) 1) (ge (int $v.podDisruptionBudget.minAvailable) (int $v.replicas)) -}}
{{- fail "podDisruptionBudget.minAvailable must be less than replicas: no node could be drained" -}}
{{- end -}}
{{- $names := list -}}
{{- range include "tunesmith.ownEnv" . | fromYamlArray -}}{{- $names = append $names .name -}}{{- end -}}
{{- range $v.extraEnv -}}
{{- if has .name $names -}}
{{- fail (printf "extraEnv: %s is set twice; use the value that the chart has for it, and take it out of extraEnv" .name) -}}
{{- end -}}
{{- $names = append $names .name -}}
{{- end -}}
{{- range $v.extraVolumes -}}
{{- if has .name (list "tmp" "extra-ca" "credentials") -}}
{{- fail (printf "extraVolumes: the name %s is the chart's own; take another" .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
