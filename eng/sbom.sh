#!/usr/bin/env bash
# Writes the software bill of materials of the Gateway, CycloneDX 1.6 as JSON, to standard output or to the file that is named.
#   bash eng/sbom.sh sbom.json
# It lists what packages.lock.json pins; .NET itself comes with the machine or the image, which has a list of its own.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

dotnet restore "$root/src/Gateway" --locked-mode -v quiet >&2
dotnet build "$root/eng/Sbom" -v quiet -clp:NoSummary >&2
dotnet "$root/artifacts/bin/Sbom/debug/WxYarpGateway.Sbom.dll" "$root/artifacts/obj/Gateway/project.assets.json" > "${1:-/dev/stdout}"
