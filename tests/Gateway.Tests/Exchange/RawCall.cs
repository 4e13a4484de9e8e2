namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>A request as it came in, one character a byte, and how many packets it came in.</summary>
internal sealed record RawCall(string Head, string Body, int Packets);
