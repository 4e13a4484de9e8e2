namespace WxYarpGateway.TokenService.Store;

/// <summary>
/// The shared store failed, did not answer in time, or is not being asked for the moment. The message is a sentence without secrets.
/// </summary>
public sealed class StoreUnavailableException : Exception
{
    internal StoreUnavailableException(string reason)
        : base($"The store is not available: {reason}.")
    {
    }
}
