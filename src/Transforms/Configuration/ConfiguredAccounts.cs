using WxYarpGateway.TokenService.Services;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Configuration;

/// <summary>The accounts of the services in force: tokens of others are renewed no longer.</summary>
internal sealed class ConfiguredAccounts(ServiceCatalog catalog) : IAccountList
{
    /// <inheritdoc/>
    public bool Contains(Account account)
        => (catalog.Current.TryGetValue(account.Service, out var service) && HasSameCredentials(service.Account, account))
            || catalog.Current.Values.Any(other => HasSameCredentials(other.Account, account));

    private static bool HasSameCredentials(Account left, Account right)
        => left.AppId == right.AppId && left.AppSecret == right.AppSecret && left.TokenEndpoint == right.TokenEndpoint;
}
