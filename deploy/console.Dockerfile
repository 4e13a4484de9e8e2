# docker build -f deploy/console.Dockerfile -t wxyarpgateway-console .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
ARG PROJECT=src/Console
WORKDIR /source
COPY . .
# Restores only the packages that packages.lock.json pins, each with the hash given there.
RUN dotnet restore "$PROJECT" -p:RestoreLockedMode=true
RUN dotnet publish "$PROJECT" -c Release -o /app --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -p:LocksBeside=true \
    && mkdir /data

# Chiselled: no shell, no package manager, and a user that is not root.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app .
# A volume for CONSOLE_DATA_DIR may be mounted here; it starts with the owner and rights of this folder.
COPY --from=build --chown=$APP_UID /data /data
USER $APP_UID
EXPOSE 7082
ENV DOTNET_EnableDiagnostics=0 \
    DOTNET_gcServer=0
ENTRYPOINT ["dotnet", "WxYarpGateway.Console.dll"]
