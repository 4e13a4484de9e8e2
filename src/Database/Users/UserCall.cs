using WxYarpGateway.Database.Access;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Database.Users;

/// <summary>Says in the login's words what went wrong with the database.</summary>
internal static class UserCall
{
    public static async ValueTask<T> RunAsync<T>(Func<ValueTask<T>> call)
    {
        try
        {
            return await call();
        }
        catch (DatabaseUnavailableException exception)
        {
            throw new UsersUnavailableException(exception.Message, exception);
        }
    }
}
