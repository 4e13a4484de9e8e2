using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pages.Records;

/// <summary>The services that the gateways serve, or why they are not known.</summary>
/// <param name="Accounts">The services, by name.</param>
/// <param name="Error">Why no gateway tells; null when one does.</param>
public sealed record ServedAccounts(IReadOnlyList<ServedAccount> Accounts, GatewayError? Error)
{
    /// <summary>Returns the service of a name; null when there is none.</summary>
    public ServedAccount? Find(string? name) => Accounts.FirstOrDefault(account => account.Source.Service == name);
}
