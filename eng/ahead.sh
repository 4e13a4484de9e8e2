# Compiles the gateway ahead, as the container's image has it, and says where it is in $gateway_ahead. To be sourced at the root.
gateway_ahead=artifacts/publish/Gateway/ahead/WxYarpGateway.Gateway.dll
dotnet publish src/Gateway -c Release -o "${gateway_ahead%/*}" --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:LocksBeside=true \
  --nologo -v quiet
