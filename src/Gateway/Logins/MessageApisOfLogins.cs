using WxYarpGateway.MiniPrograms.Messages;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Gateway.Logins;

/// <summary>
/// Tells platforms where mini programs in their care have their messages sent, and every backend in mpapi's form its token.
/// </summary>
internal sealed class MessageApisOfLogins(MessageApis apis) : IMessageApis
{
    /// <inheritdoc/>
    public MessageTarget? TargetOf(Account account) => apis.TargetOf(account);

    /// <inheritdoc/>
    public string? TokenOf(Account account) => apis.TokenOf(account);
}
