namespace WxYarpGateway.Console.Gateways.Streams;

/// <summary>An answer went beyond its limit.</summary>
internal sealed class AnswerTooLargeException() : IOException("The answer is larger than its limit.");
