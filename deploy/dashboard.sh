#!/usr/bin/env bash
# Shows traces in a browser: the standalone Aspire dashboard, without Docker. The demo and run-local.sh start it when asked for --traces.
#   bash deploy/dashboard.sh PORT OTLP_PORT    serve pages on PORT, take OTLP (gRPC) on OTLP_PORT, both on the loopback interface only
#   bash deploy/dashboard.sh fetch             only fetch the program
# NuGet fetches the program once, from the configured package sources, into the user's cache (130 MB).
set -euo pipefail

package=Aspire.Dashboard.Sdk.linux-x64
version=13.6.5
otherwise="Start any program that takes OTLP, set OTEL_EXPORTER_OTLP_ENDPOINT to its address, and run this again without --traces."

if [ "$(uname -sm)" != "Linux x86_64" ]; then
  echo "The dashboard is fetched for Linux on x64 only, and this is $(uname -sm). $otherwise" >&2
  exit 1
fi

cache=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/wxyarpgateway
program=$cache/${package,,}/$version/tools/Aspire.Dashboard
if [ ! -f "$program" ]; then
  echo "Fetching the dashboard, which shows traces, into $cache …" >&2
  if ! told=$(dotnet package download "$package@$version" --output "$cache" --verbosity quiet 2>&1); then
    echo "NuGet cannot fetch $package $version from the configured package sources: ${told##*error: }. $otherwise" >&2
    exit 1
  fi
fi
[ "$1" != fetch ] || exit 0

# Only this machine reaches both ports, so the dashboard needs no sign-in. Its files (spans, keys of its cookies) are deleted when it ends.
chmod +x "$program"
data=$(mktemp -d)
trap 'kill -TERM "$!" 2>/dev/null || true' INT TERM
cd "$(dirname "$program")"
HOME=$data ASPNETCORE_URLS=http://127.0.0.1:$1 ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://127.0.0.1:$2 \
  ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true DASHBOARD__OTLP__SUPPRESSUNSECUREDTELEMETRYMESSAGE=true \
  ASPIRE_DASHBOARD_API_DISABLED=true ASPIRE_DASHBOARD_DATA_DIRECTORY=$data \
  "$program" &
wait "$!" || true
wait "$!" 2>/dev/null || true
rm -rf "$data"
