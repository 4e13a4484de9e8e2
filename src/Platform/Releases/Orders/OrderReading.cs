namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>What came of reading an order.</summary>
/// <param name="Order">The order; <see langword="null"/> when there are errors.</param>
/// <param name="Errors">All errors at once.</param>
public sealed record OrderReading(ReleaseOrder? Order, IReadOnlyList<OrderError> Errors)
{
    /// <summary>Gets a value indicating whether <c>ext_json</c> is larger than WeChat and this gateway take.</summary>
    public bool IsTooLarge { get; init; }
}
