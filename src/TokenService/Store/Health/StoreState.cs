namespace WxYarpGateway.TokenService.Store.Health;

/// <summary>How the store did when it was asked last.</summary>
/// <param name="IsAvailable">Whether it answered.</param>
/// <param name="Since">The moment since which that is so.</param>
/// <param name="HasAnswered">Whether it ever answered.</param>
public sealed record StoreState(bool IsAvailable, DateTimeOffset Since, bool HasAnswered);
