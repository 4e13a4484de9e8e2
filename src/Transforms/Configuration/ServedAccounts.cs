using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>Lists the accounts of the current services. Tokens of other accounts are no longer renewed.</summary>
internal sealed class ServedAccounts(ServiceCatalog catalog) : IAccountList
{
    private volatile Reading? _reading;

    /// <inheritdoc/>
    public bool Contains(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        if (account.Component is not null)
        {
            // An account in a platform's care, see WeChatService.
            return catalog.TryGet($"{account.Service}/{account.AppId}", out var served) && served.IsKnown;
        }

        return Configured.Contains(Credentials.Of(account))
            || catalog.Others.Any(
                source => source.TryGet(account.Service, out var service) && Credentials.Of(service.Account) == Credentials.Of(account))
            || (account.Kind == ServiceKind.Platform
                && catalog.Callbacks.Any(callback => Credentials.Of(callback.Account) == Credentials.Of(account)));
    }

    // Every token in use is checked often, so the set is built once per reload.
    private HashSet<Credentials> Configured
    {
        get
        {
            var services = catalog.Current;
            if (_reading is { } reading && reading.Of == services)
            {
                return reading.Credentials;
            }

            var credentials = services.Values.Select(service => Credentials.Of(service.Account)).ToHashSet();
            _reading = new Reading(services, credentials);
            return credentials;
        }
    }

    private sealed record Reading(IReadOnlyDictionary<string, WeChatService> Of, HashSet<Credentials> Credentials);
}
