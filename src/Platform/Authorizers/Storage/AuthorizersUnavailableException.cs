namespace WxYarpGateway.Platform.Authorizers.Storage;

/// <summary>Thrown when the database with the authorizers cannot be asked now. A later try may succeed.</summary>
public sealed class AuthorizersUnavailableException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="AuthorizersUnavailableException"/> class.</summary>
    /// <param name="message">Why; it has no secret.</param>
    /// <param name="inner">The database's exception.</param>
    public AuthorizersUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
