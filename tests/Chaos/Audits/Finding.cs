namespace WxYarpGateway.Chaos.Audits;

/// <summary>Something that no fault explains.</summary>
/// <param name="What">What it is.</param>
/// <param name="Trace">What happened, in order.</param>
internal sealed record Finding(string What, IReadOnlyList<string> Trace);
