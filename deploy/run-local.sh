#!/usr/bin/env bash
# The topology of docker-compose.yml as plain processes, for machines without Docker: redis-server, nginx, three gateways, a simulated
# WeChat and a backend. Ctrl+C ends all of them.
#   bash deploy/run-local.sh            run until Ctrl+C
#   bash deploy/run-local.sh --once     push one message through nginx and exit: 0 when it was answered
#   bash deploy/run-local.sh --traces   run until Ctrl+C, push one message, and show its trace in a browser
# With --console, beside the others: the console too, as a process; not with --once.
# With --platform, alone or with --once: a third-party platform, two gateways over PostgreSQL, and an account that can authorize it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

once=false
traces=false
platform=false
console=false
for argument in "$@"; do
  case "$argument" in
    --once) once=true ;;
    --traces) traces=true ;;
    --platform) platform=true ;;
    --console) console=true ;;
    *) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
  esac
done

# WXGW_PORT_BASE moves all ports together, so that two topologies fit on one machine.
base=${WXGW_PORT_BASE:-7000}
nginx_port=$((base + 80))
simulator_port=$((base + 90))
redis_port=$((base + 379))
backend_port=$((base + 100))
dashboard_port=$((base + 280))
otlp_port=$((base + 281))
console_port=$((base + 82))
gateway_port() { echo $((base + 180 + $1)); }
internal_port() { echo $((base + 190 + $1)); }

. deploy/processes.sh
need "redis-server nginx" dotnet redis-server nginx
if $platform; then
  . deploy/run-local-platform.sh
  exit
fi

! $traces || bash deploy/dashboard.sh fetch

build

cat >"$folder/gateway.json" <<CONFIG
{
  "Gateway": {
    "KnownProxies": ["127.0.0.1"],
    "Store": { "Kind": "Redis", "Redis": "127.0.0.1:$redis_port" },
    "WeChat": { "ApiUrl": "http://127.0.0.1:$simulator_port" },
    "Services": {
      "demo": {
        "AppId": "wx0000000000000000",
        "AppSecret": "demo-secret",
        "Token": "demo-token",
        "MessagePath": "/wx",
        "MessageBackend": "http://127.0.0.1:$backend_port"
      }
    }
  }
}
CONFIG

telemetry=()
if $traces; then
  start dashboard bash deploy/dashboard.sh "$dashboard_port" "$otlp_port"
  until_listening dashboard "$dashboard_port"
  telemetry=(OTEL_EXPORTER_OTLP_ENDPOINT="http://127.0.0.1:$otlp_port" OTEL_BSP_SCHEDULE_DELAY=200)
fi

start redis redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$folder" --appendonly yes --maxmemory-policy noeviction
until_listening redis "$redis_port"
start simulator dotnet $binaries/Simulator/debug/WxYarpGateway.Simulator.dll serve --urls "http://127.0.0.1:$simulator_port" \
  --app-id wx0000000000000000 --app-secret demo-secret --token demo-token --gateway-url "http://127.0.0.1:$nginx_port/wx"
start backend dotnet $binaries/EchoBackend/debug/WxYarpGateway.EchoBackend.dll --urls "http://127.0.0.1:$backend_port"
until_listening simulator "$simulator_port"
until_listening backend "$backend_port"
for replica in 1 2 3; do
  # nginx does not probe readiness, so a gateway need not wait before it closes.
  start "gateway-$replica" env GATEWAY_CONFIG="$folder/gateway.json" GATEWAY_DATA_DIR="$folder/data" Gateway__ShutdownDelay=00:00:00 \
    Gateway__Urls="http://127.0.0.1:$(gateway_port $replica)" Gateway__InternalUrls="http://127.0.0.1:$(internal_port $replica)" \
    OTEL_RESOURCE_ATTRIBUTES="service.instance.id=gateway-$replica" "${telemetry[@]}" \
    dotnet $binaries/Gateway/debug/WxYarpGateway.Gateway.dll
  until_listening "gateway-$replica" "$(gateway_port $replica)"
done
start_nginx "$nginx_port" 3

said_console=""
if $console && ! $once; then
  start_console 3
fi

push=(dotnet $binaries/Simulator/debug/WxYarpGateway.Simulator.dll push --url "http://127.0.0.1:$nginx_port/wx" --token demo-token --text "hello")
if $once; then
  "${push[@]}"
  exit
fi

pushed=""
if $traces; then
  "${push[@]}" >"$folder/push.log" 2>&1 || { cat "$folder/push.log" >&2; exit 1; }
  for _ in $(seq 1 300); do
    trace=$(sed -n "s/.*Push to 'demo'.* trace '\([0-9a-f]*\)'.*/\1/p" "$folder"/gateway-*.log | head -n 1)
    [ -z "$trace" ] || break
    sleep 0.1
  done
  viewer=http://127.0.0.1:$dashboard_port/traces
  pushed="  traces     $viewer      that of a push: $viewer/detail/$trace
"
fi

cat <<WELCOME

  nginx      http://127.0.0.1:$nginx_port      WeChat's pushes come in here
  gateways   http://127.0.0.1:$(gateway_port 1), $(gateway_port 2), $(gateway_port 3)
  health     http://127.0.0.1:$(internal_port 1)/health/ready, $(internal_port 2), $(internal_port 3)
  redis      127.0.0.1:$redis_port
  WeChat     http://127.0.0.1:$simulator_port      simulated
  backend    http://127.0.0.1:$backend_port
${pushed}${said_console}  logs       $folder

  Push a message:   ${push[*]}
  Ctrl+C ends everything.

WELCOME
wait
