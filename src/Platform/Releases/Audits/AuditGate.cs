using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.Releases.Audits;

/// <summary>
/// Notes WeChat's events about audits, <c>weapp_audit_success</c>, <c>_fail</c> and <c>_delay</c>. They go on to rules and backends as all
/// messages do.
/// </summary>
/// <remarks>
/// An event says neither the version nor the id of the audit, so it decides nothing: WeChat is asked. Source: 第三方平台, 代码审核结果推送,
/// read 2026-11.
/// </remarks>
internal sealed class AuditGate(PlatformCatalog platforms, AuditNews news) : IMessageGate
{
    private const string Prefix = "weapp_audit_";

    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
    {
        if (message.Service.Account.Component is { } component
            && message.MsgType == "event" && message.Event.StartsWith(Prefix, StringComparison.Ordinal)
            && platforms.TryGet(component.AppId, out _))
        {
            news.Tell(component.AppId, message.Service.Account.AppId);
        }

        return default;
    }
}
