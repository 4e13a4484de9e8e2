namespace WxYarpGateway.TokenService.Api.Calls;

/// <summary>A picture on its way from WeChat.</summary>
public sealed class WeChatPicture : IDisposable
{
    private readonly ReadOnlyMemory<byte> _start;
    private readonly Stream _rest;
    private readonly IDisposable[] _owned;

    internal WeChatPicture(string contentType, long? length, ReadOnlyMemory<byte> start, Stream rest, params IDisposable[] owned)
    {
        ContentType = contentType;
        Length = length;
        (_start, _rest, _owned) = (start, rest, owned);
    }

    /// <summary>Gets what it is by its bytes, such as <c>image/png</c>; WeChat's own header may be wrong.</summary>
    public string ContentType { get; }

    /// <summary>Gets how many bytes it has; null when WeChat does not say.</summary>
    public long? Length { get; }

    /// <summary>Copies the picture. This can be done once.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="IOException">WeChat broke off.</exception>
    public async ValueTask CopyToAsync(Stream destination, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(destination);
        await destination.WriteAsync(_start, cancellationToken);
        await _rest.CopyToAsync(destination, cancellationToken);
    }

    /// <summary>Ends the answer.</summary>
    public void Dispose()
    {
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }
    }
}
