# Starts and ends processes for run-local.sh and run-local-platform.sh, which source it. All of them end with the script.
folder=$(mktemp -d)
pids=()
binaries=artifacts/bin

stop() {
  trap - EXIT INT TERM
  [ "${#pids[@]}" -eq 0 ] || kill -TERM "${pids[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
  rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT TERM

need() {
  local packages=$1
  shift
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "$tool is missing. On Debian: apt-get install $packages" >&2; exit 1; }
  done
}

start() {
  local name=$1
  shift
  "$@" >"$folder/$name.log" 2>&1 &
  pids+=($!)
}

until_listening() {
  local name=$1 port=$2
  for _ in $(seq 1 900); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      return
    fi
    kill -0 "${pids[-1]}" 2>/dev/null || break
    sleep 0.1
  done
  echo "$name does not listen on port $port. Its output:" >&2
  cat "$folder/$name.log" >&2
  exit 1
}

build() {
  echo "Building …"
  dotnet build deploy/local.slnf --nologo -v quiet >"$folder/build.log" 2>&1 || { cat "$folder/build.log" >&2; exit 1; }
}

# Starts the console of so many gateways, and keeps in said_console where it is and the link with which the first admin signs in.
start_console() {
  local gateways=$1 replica link settings=(CONSOLE_DATA_DIR="$folder/console" Console__Urls="http://127.0.0.1:$console_port")
  mkdir -p "$folder/console"
  for replica in $(seq 1 "$gateways"); do
    settings+=("Console__Gateways__$((replica - 1))__Url=http://127.0.0.1:$(internal_port "$replica")")
  done
  start console env "${settings[@]}" dotnet $binaries/Console/debug/WxYarpGateway.Console.dll
  until_listening console "$console_port"
  for _ in $(seq 1 300); do
    link=$(sed -n 's|^\(http://.*/link/first#.*\)$|\1|p' "$folder/console.log" | head -n 1)
    [ -z "$link" ] || break
    sleep 0.1
  done
  said_console="  console    http://127.0.0.1:$console_port      within 15 minutes, choose a name and a password at
             $link
"
}

# Adapts the deployment's nginx.conf to so many gateways: this machine's addresses, and nothing that needs root.
start_nginx() {
  local port=$1 gateways=$2 replica
  local edits=(-e "s|listen 80;|listen 127.0.0.1:$port;|" -e "/^worker_rlimit_nofile/d")
  for replica in 1 2 3; do
    if [ "$replica" -le "$gateways" ]; then
      edits+=(-e "s|server gateway-$replica:7080|server 127.0.0.1:$(gateway_port "$replica")|")
    else
      edits+=(-e "/server gateway-$replica:7080/d")
    fi
  done
  {
    sed "${edits[@]}" deploy/nginx.conf
    echo "pid $folder/nginx.pid;"
    echo "error_log stderr warn;"
  } >"$folder/nginx.conf"
  start nginx nginx -c "$folder/nginx.conf" -p "$folder" -g "daemon off;"
  until_listening nginx "$port"
}
