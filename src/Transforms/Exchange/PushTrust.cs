using WxYarpGateway.Transforms.Pipeline.Telemetry;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>Lets a host vouch for pushes that come without a signature.</summary>
public static class PushTrust
{
    /// <summary>
    /// Has the push of a request taken as it is: in clear, with neither signature nor timestamp, from any address. Its query is ignored.
    /// Call it in a middleware before YARP's, and only where the connection itself proves who pushes: no header does.
    /// </summary>
    /// <param name="context">The request, on a route for <see cref="WeChatRoute.Message"/>.</param>
    public static void Accept(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(Mark.Instance);
    }

    /// <summary>Marks a request that the host vouches for, or one that tests a service. No client can set it.</summary>
    internal sealed record Mark
    {
        public static Mark Instance { get; } = new();

        /// <summary>Gets the test; <see langword="null"/> for a push that comes without a signature. That of a test is checked.</summary>
        public TestRun? Test { get; init; }
    }
}
