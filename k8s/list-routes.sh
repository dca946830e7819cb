#!/usr/bin/env bash
# Writes the route files and kamelets of routes/ into the lists that Kubernetes needs of them. Run it after adding, renaming or deleting one.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C

routes=$(cd routes && ls ./*.camel.yaml | sed 's|^\./||')
kamelets=$(cd routes/kamelets && ls ./*.kamelet.yaml | sed 's|^\./||')
# what starts by the clock becomes a job of its own, with what its routes call and the beans of them all
clock=$(grep -lE '^ +uri: "?cron' $(printf 'routes/%s ' $routes) | sed 's|^routes/||' || true)
job="$clock $(printf '%s\n' $routes | grep -E '^(61|62|71|72|90|91)-' | while read -r file; do
  grep -qE '^ +uri: "?(timer|scheduler|file|seda)' "routes/$file" || echo "$file"; done) beans.camel.yaml"

# writes what it reads over the lines behind the one that is $2, as far as they are indented further or part of the list
fill() { # file, line, text
  local out; out=$(mktemp)
  awk -v start="$2" -v text="$3" '
    BEGIN { indent = match(start, /[^ ]/) }
    skipping && (match($0, /[^ ]/) > indent || ($0 ~ /^ *- / && match($0, /[^ ]/) >= indent)) { next }
    { skipping = 0; print }
    $0 == start { print text; skipping = 1 }' "$1" > "$out"
  cat "$out" > "$1"; rm "$out"
}
each() { local format=$1; shift; printf "$format\n" "$@"; }

{
  sed '/^configMapGenerator:/,$d' routes/kustomization.yaml
  echo 'configMapGenerator:'
  echo '  - name: voice-campaigns-routes'; echo '    files:'; each '      - %s' $routes
  echo '  - name: voice-campaigns-kamelets'; echo '    files:'; each '      - kamelets/%s' $kamelets
} > routes/kustomization.new && mv routes/kustomization.new routes/kustomization.yaml
fill routes/kamelets/kustomization.yaml 'resources:' "$(each '  - %s' $kamelets)"

service=$(for file in $routes; do case " $(echo $clock) " in *" $file "*) ;; *) echo "$file" ;; esac; done)
fill k8s/base/voice-campaigns.integration.yaml '  sources:' "$(each '    - name: %s\n      content: ""' $service)"
fill k8s/base/voice-snapshot.integration.yaml '  sources:' "$(each '    - name: %s\n      content: ""' $job)"
names() { printf '%s,' "$@" | sed 's/,$//; s/\.kamelet\.yaml//g'; }
sed -i "s/^      list: .*/      list: \"$(names $kamelets)\"/" k8s/base/voice-campaigns.integration.yaml
sed -i "s/^      list: .*/      list: \"$(names $(printf '%s\n' $kamelets | grep -E 'agent|version' || true))\"/" k8s/base/voice-snapshot.integration.yaml

{
  echo '# Which route file is in which integration: written by list-routes.sh.'
  for file in $routes; do
    echo "- source: {kind: ConfigMap, name: voice-campaigns-routes, fieldPath: 'data.${file//./\\.}'}"
    echo '  targets:'
    for it in voice-campaigns voice-snapshot; do
      list=$service; [ $it = voice-snapshot ] && list=$job
      case " $(echo $list) " in *" $file "*)
        echo "    - {select: {kind: Integration, name: $it}, fieldPaths: ['spec.sources.[name=$file].content']}" ;; esac
    done
  done
} > k8s/base/sources.yaml
