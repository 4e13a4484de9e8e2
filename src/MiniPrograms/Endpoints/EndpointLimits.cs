namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>How often a path may be called. Each replica counts by itself.</summary>
/// <param name="PerClient">By one client, told by its address; <see langword="null"/> for as often as it likes.</param>
/// <param name="PerUser">By one user who is logged in.</param>
/// <param name="PerApp">For one mini program.</param>
internal sealed record EndpointLimits(Allowance? PerClient = null, Allowance? PerUser = null, Allowance? PerApp = null)
{
    /// <summary>Gets the limits of a path that has none of its own.</summary>
    public static EndpointLimits None { get; } = new();
}
