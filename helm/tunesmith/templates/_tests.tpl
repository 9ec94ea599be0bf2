{{/* What the operator's account must be able to do, and must not. Takes {root, namespace}. */}}
{{- define "tunesmith.tests.rights" -}}
{{- $release := .root.Release.Namespace -}}
{{- $lease := include "tunesmith.fullname" .root -}}
faults=0
can() { kubectl auth can-i "$@" >/dev/null 2>&1 || { echo "the operator may not: $*"; faults=$((faults + 1)); }; }
cannot() { if kubectl auth can-i "$@" >/dev/null 2>&1; then echo "the operator may, and should not: $*"; faults=$((faults + 1)); fi; }
kubectl get --raw /apis/tunesmith.dev/v1alpha1 >/dev/null || { echo "the CRDs are not served"; faults=$((faults + 1)); }
for kind in tuningjobs tunedmodels; do
  for verb in list watch patch; do can $verb $kind.tunesmith.dev --namespace={{ .namespace }}; done
  can update $kind.tunesmith.dev --subresource=status --namespace={{ .namespace }}
  can get customresourcedefinitions.apiextensions.k8s.io/$kind.tunesmith.dev
  for verb in get create update delete; do cannot $verb $kind.tunesmith.dev --namespace={{ .namespace }}; done
  cannot update customresourcedefinitions.apiextensions.k8s.io/$kind.tunesmith.dev
{{- if .root.Values.watchNamespaces }}
  cannot list $kind.tunesmith.dev --all-namespaces
{{- end }}
done
can create events --namespace={{ .namespace }}
can patch events --namespace={{ .namespace }}
can get namespaces/kube-system
{{- if .root.Values.leaderElection.enabled }}
can create leases.coordination.k8s.io --namespace={{ $release }}
for verb in get update; do can $verb leases.coordination.k8s.io/{{ $lease }} --namespace={{ $release }}; done
cannot get leases.coordination.k8s.io/somebody-elses --namespace={{ $release }}
{{- end }}
for verb in get list create; do cannot $verb secrets --namespace={{ $release }}; done
cannot list configmaps --namespace={{ .namespace }}
for verb in get create update; do {{ if .root.Values.rbac.resultConfigMaps }}can{{ else }}cannot{{ end }} $verb configmaps --namespace={{ .namespace }}; done
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
