using WxYarpGateway.TokenService.Platforms;

namespace WxYarpGateway.Platform.Platforms;

/// <summary>Tells the token service which platforms are configured now.</summary>
internal sealed class PlatformAccounts(PlatformCatalog platforms) : IPlatformAccounts
{
    private volatile Reading? _reading;

    /// <inheritdoc/>
    public IReadOnlyCollection<PlatformAccount> Current
    {
        get
        {
            var current = platforms.Current;
            if (_reading is { } reading && reading.Of == current)
            {
                return reading.Accounts;
            }

            PlatformAccount[] accounts =
                [.. current.Values.Select(platform => new PlatformAccount(platform.Account, platform.Options.StartTicketPush))];
            _reading = new Reading(current, accounts);
            return accounts;
        }
    }

    private sealed record Reading(IReadOnlyDictionary<string, WeChatPlatform> Of, IReadOnlyCollection<PlatformAccount> Accounts);
}
