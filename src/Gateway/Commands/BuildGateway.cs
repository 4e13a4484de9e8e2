using WxYarpGateway.Gateway.Configuration;

namespace WxYarpGateway.Gateway.Commands;

/// <summary>Builds the gateway from the JSON files to read and the settings of the command line.</summary>
internal delegate WebApplication BuildGateway(GatewayEnvironment environment, IReadOnlyList<string> jsonFiles, string[] settings);
