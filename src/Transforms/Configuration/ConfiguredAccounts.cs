using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The accounts of the services in force: tokens of others are renewed no longer.</summary>
internal sealed class ConfiguredAccounts(ServiceCatalog catalog) : IAccountList
{
    private volatile Reading? _reading;

    /// <inheritdoc/>
    public bool Contains(Account account) => Current.Credentials.Contains(Credentials.Of(account));

    // Each token in use is looked up time and again, and a reload that takes out many services leaves many to look up in vain.
    private Reading Current
    {
        get
        {
            var services = catalog.Current;
            if (_reading is { } reading && reading.Of == services)
            {
                return reading;
            }

            return _reading = new Reading(services, services.Values.Select(service => Credentials.Of(service.Account)).ToHashSet());
        }
    }

    private sealed record Reading(IReadOnlyDictionary<string, WeChatService> Of, HashSet<Credentials> Credentials);
}
