namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>One thing that is wrong with an order.</summary>
/// <param name="Path">Where, such as <c>to.appids[3]</c>; empty for the whole.</param>
/// <param name="Problem">What: a predicate that follows the path.</param>
public sealed record OrderError(string Path, string Problem);
