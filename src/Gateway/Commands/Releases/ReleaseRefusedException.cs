namespace WxYarpGateway.Gateway.Commands.Releases;

/// <summary>The gateway refused what the verb asked for; the message is for the person at the terminal.</summary>
internal sealed class ReleaseRefusedException(string message) : Exception(message);
