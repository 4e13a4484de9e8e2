using System.Net;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>The body of an exchange's request. It leaves in one packet with the request's headers, if it fits in.</summary>
/// <remarks>
/// A destination that hangs up on the body may have answered before. So a broken connection is no exception here, but a
/// <see cref="Failure"/>; the answer is looked for all the same, as YARP's own forwarder does.
/// </remarks>
internal sealed class ExchangeContent(ReadOnlyMemory<byte> body, ActivityTimeout timeout) : HttpContent
{
    private Task? _sending;

    /// <summary>Gets how sending the body failed; <see langword="null"/> when it did not, or has not ended.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Gets a value indicating whether sending failed because the caller gave up.</summary>
    public bool IsCancelled { get; private set; }

    /// <summary>Gets a value indicating whether sending has begun and has not ended.</summary>
    public bool IsInProgress => _sending is { IsCompleted: false };

    /// <summary>Waits until sending has ended, in whichever way.</summary>
    public async ValueTask WaitAsync()
    {
        if (_sending is { } sending)
        {
            await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        => _sending = SendAsync(stream, cancellationToken);

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }

    private async Task SendAsync(Stream stream, CancellationToken cancellationToken)
    {
        // Over HTTP/2 the body is sent while the answer comes in, with a token of its own.
        using var both = cancellationToken == timeout.Token ? null
            : CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var token = both?.Token ?? cancellationToken;
        try
        {
            await stream.WriteAsync(body, token);

            // Without this the connection itself would flush, and an error would be one of the request.
            await stream.FlushAsync(token);
        }
        catch (Exception exception)
        {
            IsCancelled = timeout.IsCallers;
            Failure = exception;
            if (IsCancelled)
            {
                throw new OperationCanceledException("Sending the body was cancelled.", exception);
            }
        }
    }
}
