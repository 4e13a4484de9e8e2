using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The accounts of the services that there are now: tokens of others are renewed no longer.</summary>
internal sealed class ServedAccounts(ServiceCatalog catalog) : IAccountList
{
    private volatile Reading? _reading;

    /// <inheritdoc/>
    public bool Contains(Account account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return Configured.Contains(Credentials.Of(account))
            || catalog.Others.Any(source => source.TryGet(account.Service, out var service) && Credentials.Of(service.Account) == Credentials.Of(account));
    }

    // Each token in use is looked up time and again, and a reload that takes out many services leaves many to look up in vain.
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
