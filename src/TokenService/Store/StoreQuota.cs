namespace WxYarpGateway.TokenService.Store;

/// <summary>How often all replicas together may do a thing.</summary>
/// <param name="Limit">How many times within any <paramref name="Window"/>.</param>
/// <param name="Window">The time over which <paramref name="Limit"/> is counted.</param>
/// <param name="Interval">The least time between two.</param>
internal sealed record StoreQuota(int Limit, TimeSpan Window, TimeSpan Interval);
