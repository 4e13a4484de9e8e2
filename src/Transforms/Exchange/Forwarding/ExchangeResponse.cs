using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>The head of a backend's answer. Its headers are copied when somebody reads them.</summary>
internal sealed class ExchangeResponse(HttpContext context) : IHttpResponseFeature
{
    private IHeaderDictionary? _headers;
    private HttpResponseMessage? _source;

    /// <inheritdoc/>
    public int StatusCode { get; set; } = StatusCodes.Status200OK;

    /// <inheritdoc/>
    public string? ReasonPhrase { get; set; }

    /// <inheritdoc/>
    public IHeaderDictionary Headers
    {
        get
        {
            if (_headers is null)
            {
                _headers = new HeaderDictionary();
                if (_source is { } source)
                {
                    // Copies headers, and leaves out those of the connection.
                    var copied = HttpTransformer.Empty.TransformResponseAsync(context, source, CancellationToken.None);
                    Debug.Assert(copied.IsCompletedSuccessfully);
                }
            }

            return _headers;
        }
        set => _headers = value;
    }

    /// <inheritdoc/>
    public Stream Body { get; set; } = Stream.Null;

    /// <inheritdoc/>
    public bool HasStarted => false;

    /// <summary>Takes over the head of an answer.</summary>
    public void Take(HttpResponseMessage source)
    {
        _source = source;
        _headers = null;
        StatusCode = (int)source.StatusCode;
        ReasonPhrase = source.ReasonPhrase == ReasonPhrases.GetReasonPhrase(StatusCode) ? null : source.ReasonPhrase;
    }

    /// <summary>Becomes the head of an answer that the gateway itself gives, or of one that is still to come.</summary>
    public void Clear(int status)
    {
        _source = null;
        _headers = null;
        StatusCode = status;
        ReasonPhrase = null;
    }

    /// <inheritdoc/>
    public void OnStarting(Func<object, Task> callback, object state)
    {
    }

    /// <inheritdoc/>
    public void OnCompleted(Func<object, Task> callback, object state)
    {
    }
}
