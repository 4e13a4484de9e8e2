namespace WxYarpGateway.TokenService.Platforms.Vault;

/// <summary>The vault failed or did not answer in time. The message is a sentence without secrets.</summary>
public sealed class VaultUnavailableException : Exception
{
    /// <summary>Initializes a new instance of the <see cref="VaultUnavailableException"/> class.</summary>
    /// <param name="reason">The reason, as a part of a sentence without secrets and without its end.</param>
    /// <param name="innerException">What the database's client threw; its text may not be fit for a log.</param>
    public VaultUnavailableException(string reason, Exception? innerException = null)
        : base($"The vault is not available: {reason}.", innerException)
    {
    }
}
