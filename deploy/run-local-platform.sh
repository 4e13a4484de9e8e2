# The part of run-local.sh that plays a third-party platform; that script sources it. Redis and PostgreSQL are real, WeChat is simulated.
postgresql_port=$((base + 432))
component=wxlocal00000000saas
shop=wxlocal00000000shop
aes_key=abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG
public=http://127.0.0.1:$nginx_port
wechat=http://127.0.0.1:$simulator_port
internal=http://127.0.0.1:$(internal_port 1)

# Debian keeps the programs of each version apart, and off the path.
PATH=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1):$PATH
need "postgresql curl" initdb postgres curl

# PostgreSQL refuses to run as root; Debian's package makes this user.
as_postgres=()
[ "$(id -u)" -ne 0 ] || as_postgres=(setpriv --reuid=postgres --regid=postgres --clear-groups env HOME=/tmp)

build

# The folder is closed to all but its owner, and PostgreSQL passes through it.
chmod 711 "$folder"
mkdir "$folder/postgresql"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder/postgresql"
cluster=$folder/postgresql/cluster
"${as_postgres[@]}" initdb -D "$cluster" -U wxgw -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 \
  || { cat "$folder/initdb.log" >&2; exit 1; }

cat >"$folder/gateway.json" <<CONFIG
{
  "Gateway": {
    "PublicUrl": "$public",
    "KnownProxies": ["127.0.0.1"],
    "Store": { "Kind": "Redis", "Redis": "127.0.0.1:$redis_port" },
    "Database": {
      "Kind": "PostgreSql",
      "Connection": "Host=127.0.0.1;Port=$postgresql_port;Username=wxgw;Database=postgres",
      "Key": "$(head -c 32 /dev/urandom | base64)"
    },
    "Records": { "Keep": "1.00:00:00" },
    "WeChat": { "ApiUrl": "$wechat", "OpenUrl": "$wechat", "MpUrl": "$wechat" },
    "Backends": { "crm": "http://127.0.0.1:$backend_port", "bot": "http://127.0.0.1:$backend_port" },
    "Services": {
      "saas": {
        "Kind": "Platform",
        "AppId": "$component",
        "AppSecret": "demo-secret",
        "Token": "demo-token",
        "EncodingAesKey": "$aes_key",
        "AuthEventPath": "/wx/saas/event",
        "MessagePath": "/wx/saas/{appid}/message",
        "EventBackend": "crm",
        "Authorization": { "Path": "/wx/saas/authorize", "Title": "海风管家" },
        "Rules": [
          { "Name": "archive", "Priority": 100, "When": { "MsgType": "text" }, "To": { "Backend": "crm", "Path": "/archive/\$APPID\$" }, "Mode": "Copy" },
          { "Name": "answers", "Priority": 50, "To": { "Backend": "bot" }, "Mode": "Reply" }
        ]
      }
    }
  }
}
CONFIG

cat >"$folder/simulator.json" <<CONFIG
{
  "urls": "$wechat",
  "accounts": [
    { "appId": "$shop", "name": "海风书店", "originalId": "gh_local_shop" },
    { "appId": "wxlocal00000000mini", "name": "海风小程序", "originalId": "gh_local_mini", "kind": "MiniProgram" }
  ],
  "platforms": [{
    "appId": "$component", "appSecret": "demo-secret", "name": "海风管家", "token": "demo-token", "encodingAesKey": "$aes_key",
    "eventUrl": "$public/wx/saas/event", "messageUrl": "$public/wx/saas/\$APPID\$/message", "permissionSets": [1, 2, 18, 19]
  }]
}
CONFIG

start postgresql "${as_postgres[@]}" postgres -D "$cluster" -p "$postgresql_port" -k "$folder/postgresql" -c listen_addresses=127.0.0.1 -c fsync=off
until_listening postgresql "$postgresql_port"
start redis redis-server --port "$redis_port" --bind 127.0.0.1 --dir "$folder" --appendonly yes --maxmemory-policy noeviction
until_listening redis "$redis_port"
start simulator dotnet $binaries/Simulator/debug/WxYarpGateway.Simulator.dll serve --config "$folder/simulator.json"
until_listening simulator "$simulator_port"
start backend dotnet $binaries/EchoBackend/debug/WxYarpGateway.EchoBackend.dll --urls "http://127.0.0.1:$backend_port"
until_listening backend "$backend_port"
for replica in 1 2; do
  start "gateway-$replica" env GATEWAY_CONFIG="$folder/gateway.json" GATEWAY_DATA_DIR="$folder/data-$replica" Gateway__ShutdownDelay=00:00:00 \
    Gateway__Urls="http://127.0.0.1:$(gateway_port $replica)" Gateway__InternalUrls="http://127.0.0.1:$(internal_port $replica)" \
    dotnet $binaries/Gateway/debug/WxYarpGateway.Gateway.dll
  until_listening "gateway-$replica" "$(gateway_port $replica)"
done
start_nginx "$nginx_port" 2

# The simulator pushed its first ticket before anybody listened; the next would come in ten minutes.
curl --silent --fail-with-body --output "$folder/ticket.log" "$wechat/simulator/ticket" -d "{\"platform\":\"$component\"}" \
  || { cat "$folder/ticket.log" >&2; exit 1; }

push=(curl --silent --fail-with-body "$wechat/simulator/push" -d "{\"appId\":\"$shop\",\"platform\":\"$component\",\"text\":\"hello\"}")
if $once; then
  # The event of the authorization may reach any gateway; the account has to be known to both.
  curl --silent --fail-with-body "$wechat/simulator/authorize" -d "{\"platform\":\"$component\",\"appId\":\"$shop\"}"
  for replica in 1 2; do
    authorizer=http://127.0.0.1:$(internal_port $replica)/platform/saas/authorizers/$shop
    for _ in $(seq 1 600); do
      answer=$(curl --silent "$authorizer")
      [[ $answer != *'"status":"Authorized"'* ]] || break
      sleep 0.1
    done
    echo "gateway-$replica: $answer"
  done
  answer=$("${push[@]}")
  echo "$answer"
  [[ $answer == *"You said: hello"* ]]
  exit
fi

said_console=""
if $console; then
  start_console 2
fi

cat <<WELCOME

  nginx       $public      WeChat's pushes come in here, and browsers
  gateways    http://127.0.0.1:$(gateway_port 1), $(gateway_port 2)
  operators   $internal, $(internal_port 2)      no key needed on this machine
  postgresql  127.0.0.1:$postgresql_port      redis  127.0.0.1:$redis_port
  WeChat      $wechat      simulated
  backend     http://127.0.0.1:$backend_port      as 'crm' and as 'bot'
${said_console}  logs        $folder

  A link for an account's owner; open its url in a browser, press the button, and confirm (WeChat's page is the simulator's):
    curl '$internal/platform/saas/authorization-url'
  How the platform does; the accounts in its care; what was pushed:
    curl $internal/platform/saas
    curl $internal/platform/saas/authorizers
    curl $internal/platform/saas/records
  A message to an account that has authorized it:
    curl $wechat/simulator/push -d '{"appId":"$shop","platform":"$component","text":"hello"}'
  The account takes its authorization back:
    curl $wechat/simulator/unauthorize -d '{"platform":"$component","appId":"$shop"}'
  Health:
    curl $internal/health/ready
  Ctrl+C ends everything.

WELCOME
wait
