using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>The mini programs of an order: those named, those with a tag, or all.</summary>
/// <param name="AppIds">The AppIds; empty when the tag decides, or when it is all.</param>
/// <param name="Tag">The tag; <see langword="null"/> when it does not matter.</param>
public sealed record ReleaseTarget(IReadOnlyList<AppId> AppIds, string? Tag)
{
    /// <summary>The most mini programs of one order.</summary>
    public const int Most = 10_000;
}
