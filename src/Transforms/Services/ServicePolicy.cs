using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Services;

/// <summary>How a service handles messages, independent of its account and its callback.</summary>
/// <param name="UserInfo">How the gateway adds the user's info to messages.</param>
/// <param name="Reply">How the service replies: in time, late, and when its backend fails.</param>
/// <param name="Redelivery">How the gateway redelivers messages that no backend took.</param>
/// <param name="Limits">The rate limit of the service.</param>
public sealed record ServicePolicy(UserInfoOptions UserInfo, ReplyOptions Reply, RedeliveryOptions Redelivery, ServiceLimitOptions Limits)
{
    /// <summary>Returns the policy of a service with the given options.</summary>
    public static ServicePolicy Of(ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServicePolicy(options.UserInfo, options.Reply, options.Redelivery, options.Limits);
    }
}
