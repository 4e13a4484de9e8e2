#!/usr/bin/env bash
# Writes the software bill of materials of the Gateway, CycloneDX 1.6 as JSON, to standard output or to the file that is named.
#   bash eng/sbom.sh sbom.json
# It lists what packages.lock.json pins; .NET itself comes with the machine or the image, which has a list of its own.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT

output=/dev/stdout
[ $# -eq 0 ] || output="$(realpath -m "$1")"

# dotnet looks for .config/dotnet-tools.json upward from the working folder.
cd "$root"
dotnet tool restore -v quiet >&2
dotnet restore src/Gateway --locked-mode -v quiet >&2

# Everything is read from the restored packages: no registry, and no GitHub for licences.
dotnet tool run dotnet-CycloneDX -- src/Gateway/Gateway.csproj --disable-package-restore --base-intermediate-output-path artifacts/obj \
  --include-project-references --set-name WxYarpGateway.Gateway --set-version "$(dotnet msbuild src/Gateway -getProperty:Version)" \
  --spec-version 1.6 --output-format UnsafeJson --no-serial-number --output "$folder" --filename sbom.json >&2

# Without the time of day, the same parts give the same bytes.
sed '/^    "timestamp": ".*",$/d' "$folder/sbom.json" > "$output"
