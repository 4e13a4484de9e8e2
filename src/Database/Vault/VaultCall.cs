using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Vault;

/// <summary>Says in the vault's words what went wrong with the database.</summary>
internal static class VaultCall
{
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception exception) when (exception is DatabaseUnavailableException or FieldUnreadableException)
        {
            throw new VaultUnavailableException(exception.Message.TrimEnd('.'), exception);
        }
    }
}
