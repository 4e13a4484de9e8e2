namespace WxYarpGateway.Fuzz.Runs;

/// <summary>Says that an input took more time or memory than it may.</summary>
internal sealed class ExceededException(string message) : Exception(message);
