using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Authorizers;

/// <summary>Finds the authorizer that a push of a platform is for, by the AppId in its path.</summary>
/// <remarks>
/// WeChat signs the message but not the path. So a message to another original id than the authorizer's is refused: it is another
/// account's on this one's URL.
/// </remarks>
internal sealed class AuthorizerRecipients(WeChatPlatform platform, AuthorizerBook book, UnknownMeetings unknown) : IRecipients
{
    /// <inheritdoc/>
    public WeChatService? Find(MessageAddress address)
    {
        if (address.AppId is not { Length: > 0 } path)
        {
            return null;
        }

        var entry = book.Find(path);
        if (entry is { Authorizer.OriginalId: { Length: > 0 } known } && known != address.ToUserName)
        {
            return null;
        }

        if (entry is { Authorizer.IsServed: true })
        {
            return entry.Under(platform).Service;
        }

        if (!AppId.TryParse(path, out var appId))
        {
            return null;
        }

        var isTest = platform.Options.ReleaseCheck && TestAccount.Is(path, address.ToUserName);
        if (!isTest)
        {
            unknown.Meet(platform, appId);
        }

        return ServiceOf(platform, appId, isTest);
    }

    /// <summary>Returns the service of an account that is not in the platform's care, as far as the gateway knows.</summary>
    public static WeChatService ServiceOf(WeChatPlatform platform, AppId appId, bool isKnown)
        => AuthorizerEntry.Served.Of(platform, new Authorizer(platform.AppId, appId) { Kind = ServiceKind.Other }, isKnown).Service;
}
