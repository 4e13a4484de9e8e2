namespace WxYarpGateway.Database.Access;

/// <summary>
/// The database cannot be reached, did not answer in time, or takes no writes. The message is a sentence without secrets. Whether a write
/// that was under way took place is not known.
/// </summary>
public sealed class DatabaseUnavailableException : Exception
{
    internal DatabaseUnavailableException(string reason, Exception? cause = null)
        : base($"The database is not available: {reason}.", cause)
    {
    }
}
