#!/bin/sh
# Prints Prometheus' rule files as PrometheusRules: k8s/monitoring/make-rules.sh > k8s/monitoring/rules.yaml
set -eu
cd "$(dirname "$0")/../../dashboards/prometheus"
echo '# Made of dashboards/prometheus by make-rules.sh: change it there.'
for file in rules/*.yml alerts/*.yml; do
  cat <<EOF
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: glasswatch-$(basename "$file" .yml)
spec:
EOF
  sed 's/^./  &/' "$file"
done
