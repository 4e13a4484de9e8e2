using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Platform.ReleaseChecks;

/// <summary>
/// Answers the accounts with which WeChat tests a platform before its release (全网发布接入检测). No backend gets their messages.
/// </summary>
/// <remarks>
/// Source: developers.weixin.qq.com, 第三方平台, "全网发布接入检测说明", read 2026-11. Today's page has no step with an event any more; to
/// answer it as before does no harm.
/// </remarks>
internal sealed class ReleaseCheckGate(PlatformCatalog platforms, QueryAnswers queries) : IMessageGate
{
    /// <inheritdoc/>
    public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken)
        => message.Service.Account.Component is not null
            && TestAccount.Is(message.Service.Account.AppId.Value, message.ToUserName)
            && platforms.TryGet(message.Service.Account.Service, out var platform)
            && platform.Options.ReleaseCheck
                ? new ValueTask<Reply?>(Answer(platform, message))
                : default;

    private Reply Answer(WeChatPlatform platform, MessageContext message)
    {
        if (ReleaseTexts.CodeOf(message) is { } code)
        {
            if (message.IsTest)
            {
                return Reply.Success;
            }

            queries.Begin(platform, message, code);
            return Reply.Success;
        }

        return ReleaseTexts.ReplyTo(message) is { } text ? new TextReply(text) : Reply.Success;
    }
}
