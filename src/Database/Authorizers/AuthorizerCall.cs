using WxYarpGateway.Database.Access;
using WxYarpGateway.Platform.Authorizers.Storage;

namespace WxYarpGateway.Database.Authorizers;

/// <summary>Says in the platforms' words what went wrong with the database.</summary>
internal static class AuthorizerCall
{
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DatabaseUnavailableException exception)
        {
            throw new AuthorizersUnavailableException(exception.Message, exception);
        }
    }
}
