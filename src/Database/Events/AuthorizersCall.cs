using WxYarpGateway.Database.Access;
using WxYarpGateway.Database.Encryption;
using WxYarpGateway.Platform.Authorizers.Storage;

namespace WxYarpGateway.Database.Events;

/// <summary>Makes a call of the database, and says in the platforms' words when it is away.</summary>
internal static class AuthorizersCall
{
    /// <summary>Makes the call.</summary>
    /// <exception cref="AuthorizersUnavailableException">The database is away, or has another key.</exception>
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (Exception e) when (e is DatabaseUnavailableException or FieldUnreadableException)
        {
            throw new AuthorizersUnavailableException(e.Message, e);
        }
    }
}
