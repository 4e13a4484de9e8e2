namespace WxYarpGateway.Console.Gateways;

/// <summary>What a gateway does not like about one part of a request.</summary>
/// <param name="Path">Where it is in the request.</param>
/// <param name="Problem">What is wrong with it.</param>
public sealed record RequestProblem(string Path, string Problem);
