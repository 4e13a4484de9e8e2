namespace WxYarpGateway.PlatformImport.Commands;

/// <summary>A folder has no gateway that can be used. The message says what to do.</summary>
internal sealed class GatewayFolderException(string message) : Exception(message);
