namespace WxYarpGateway.MiniPrograms.Users;

/// <summary>Thrown when the database with users and sessions cannot be asked now. A later try may succeed.</summary>
public sealed class UsersUnavailableException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="UsersUnavailableException"/> class.</summary>
    /// <param name="message">Why; it has no secret.</param>
    /// <param name="inner">The database's exception.</param>
    public UsersUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
