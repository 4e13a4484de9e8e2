using System.Collections.Concurrent;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Tests.Sync;

/// <summary>Notes the accounts whose users' sessions are to end.</summary>
internal sealed class EndedAccounts : IEndedAuthorizers
{
    /// <summary>Gets the accounts, each as often as it was told of.</summary>
    public ConcurrentQueue<string> Told { get; } = [];

    /// <summary>Gets or sets a value indicating whether the database is away.</summary>
    public bool IsAway { get; set; }

    /// <inheritdoc/>
    public ValueTask EndedAsync(WeChatPlatform platform, AppId appId, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new AuthorizersUnavailableException("The database is away.", new IOException());
        }

        Told.Enqueue(appId.Value);
        return default;
    }
}
