namespace WxYarpGateway.TokenService.Codes;

/// <summary>Keeps for minutes what all replicas must know of a code or a state.</summary>
internal interface IOAuthStore
{
    /// <summary>Returns what lies there; null when there is nothing, or its time is over.</summary>
    ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken);

    /// <summary>Puts something there, in the place of what may lie there.</summary>
    ValueTask SetAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Puts something there unless something lies there; returns what lies there then, in one step.</summary>
    ValueTask<byte[]> AddAsync(string key, byte[] value, TimeSpan lifetime, CancellationToken cancellationToken);
}
