{{/* What the operator's account must be able to do, and must not, in each namespace that it watches. */}}
{{- define "tunesmith.tests.rights" -}}
{{- $release := include "tunesmith.namespace" . -}}
{{- $lease := include "tunesmith.fullname" . -}}
{{- $leaseNamespace := .Values.leaderElection.namespace | default $release -}}
faults=0
can() { kubectl auth can-i "$@" >/dev/null 2>&1 || { echo "the operator may not: $*"; faults=$((faults + 1)); }; }
cannot() { if kubectl auth can-i "$@" >/dev/null 2>&1; then echo "the operator may, and should not: $*"; faults=$((faults + 1)); fi; }
kubectl get --raw /apis/tunesmith.dev/v1alpha1 >/dev/null || { echo "the CRDs are not served"; faults=$((faults + 1)); }
for namespace in {{ .Values.watchNamespaces | default (list "default") | join " " }}; do
  for kind in tuningjobs tunedmodels; do
    for verb in list watch patch; do can $verb $kind.tunesmith.dev --namespace=$namespace; done
    can update $kind.tunesmith.dev --subresource=status --namespace=$namespace
    for verb in get create update{{ if not .Values.ttlAfterFinished }} delete{{ end }}; do cannot $verb $kind.tunesmith.dev --namespace=$namespace; done
  done
{{- if .Values.ttlAfterFinished }}
  can delete tuningjobs.tunesmith.dev --namespace=$namespace
  cannot delete tunedmodels.tunesmith.dev --namespace=$namespace
{{- end }}
  can create events --namespace=$namespace
  can patch events --namespace=$namespace
  cannot list configmaps --namespace=$namespace
  for verb in get create update; do {{ if .Values.rbac.resultConfigMaps }}can{{ else }}cannot{{ end }} $verb configmaps --namespace=$namespace; done
done
for kind in tuningjobs tunedmodels; do
  can get customresourcedefinitions.apiextensions.k8s.io/$kind.tunesmith.dev
  cannot update customresourcedefinitions.apiextensions.k8s.io/$kind.tunesmith.dev
{{- if .Values.watchNamespaces }}
  cannot list $kind.tunesmith.dev --all-namespaces
{{- end }}
done
can get namespaces/kube-system
{{- if .Values.leaderElection.enabled }}
can create leases.coordination.k8s.io --namespace={{ $leaseNamespace }}
for verb in get update; do can $verb leases.coordination.k8s.io/{{ $lease }} --namespace={{ $leaseNamespace }}; done
cannot get leases.coordination.k8s.io/somebody-elses --namespace={{ $leaseNamespace }}
{{- end }}
for verb in get list create; do cannot $verb secrets --namespace={{ $release }}; done
cannot create pods --namespace={{ $release }}
cannot list namespaces
cannot '*' '*'
[ "$faults" -eq 0 ] && echo "the operator's rights are as they should be"
{{- end -}}

{{/* Asks the address until it says ready, for a minute: kubectl speaks HTTP, too. */}}
{{- define "tunesmith.tests.ready" -}}
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  if kubectl --server=http://{{ . }} get --raw /readyz; then exit 0; fi
  sleep 5
done
echo "the operator does not say that it is ready"
exit 1
{{- end -}}
