namespace WxYarpGateway.Transforms.Services;

/// <summary>How the messages of a service are handled, whoever the account is and however its pushes arrive.</summary>
/// <param name="UserInfo">How messages are enriched with the user's info.</param>
/// <param name="Reply">How the service answers in time, late, and when its backend fails.</param>
/// <param name="Redelivery">How messages that no backend took are kept and delivered again.</param>
/// <param name="Limits">How much the service takes.</param>
public sealed record ServicePolicy(UserInfoOptions UserInfo, ReplyOptions Reply, RedeliveryOptions Redelivery, ServiceLimitOptions Limits)
{
    /// <summary>Returns the policy that options describe.</summary>
    public static ServicePolicy Of(ServiceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new ServicePolicy(options.UserInfo, options.Reply, options.Redelivery, options.Limits);
    }
}
