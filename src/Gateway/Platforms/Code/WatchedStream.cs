using WxYarpGateway.Gateway.Hosting.Streams;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The body of a request on its way to WeChat. The HTTP client hides why it could not read on.</summary>
internal sealed class WatchedStream(Stream body) : ForwardOnlyStream
{
    /// <summary>Gets a value indicating whether the server refused to read on, for the body was too large.</summary>
    public bool IsTooLarge { get; private set; }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await body.ReadAsync(buffer, cancellationToken);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            IsTooLarge = true;
            throw;
        }
    }
}
