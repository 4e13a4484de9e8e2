namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>What a backend answered to a sample.</summary>
/// <param name="Backend">Its name.</param>
/// <param name="Status">The HTTP status; 0 for none.</param>
/// <param name="Ms">How long it took.</param>
/// <param name="Failure">Why there is no answer; null when there is one.</param>
/// <param name="Body">The answer, which is the backend's: shown as text only.</param>
/// <param name="Cut">Whether it was longer.</param>
public sealed record SentSample(string Backend, int Status, double Ms, string? Failure, string Body, bool Cut);
