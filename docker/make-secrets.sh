#!/bin/sh
# Makes the tokens that docker-compose.yml needs, once, below ./secrets or the given folder.
set -eu
folder=${1:-"$(dirname "$0")/../secrets"}
if [ -e "$folder/tokens" ]; then
  echo "$folder/tokens is there already; remove it to make others"
  exit 0
fi
token() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
# The folder keeps other users of this machine out; in the container another user reads the files.
mkdir -p "$folder"
chmod 700 "$folder"
grafana=$(token)
scraper=$(token)
printf '%s' "$grafana" >"$folder/grafana"
printf '%s' "$scraper" >"$folder/scraper"
cat >"$folder/tokens" <<EOF
viewer viewer $(token)
reviewer reviewer $(token)
auditor auditor $(token)
viewer grafana $grafana
scraper prometheus $scraper
EOF
chmod 644 "$folder/grafana" "$folder/scraper" "$folder/tokens"
echo "sign in at http://localhost:8080 with one of the tokens in $folder/tokens"
