namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>What a fake gateway was asked.</summary>
public sealed record AskedRequest(string Method, string Path, string Authorization, string Body);
