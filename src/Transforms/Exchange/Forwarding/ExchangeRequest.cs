using System.Collections.Frozen;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.CallbackIps;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>The request that YARP would send for an exchange on a route without transforms. One can serve many exchanges in turn.</summary>
internal sealed class ExchangeRequest
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedPrefix = "X-Forwarded-Prefix";
    private const string ForwardedProto = "X-Forwarded-Proto";

    // YARP copies none of these. Those of the connection are each hop's own; those that forward are written anew.
    private static readonly FrozenSet<string> NotCopied = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Transfer-Encoding", "Keep-Alive", "Upgrade", "Proxy-Connection", "Proxy-Authenticate", "Proxy-Authentication-Info",
        "Proxy-Authorization", "Proxy-Features", "Proxy-Instruction", "Security-Scheme", "ALPN", "Close", "HTTP2-Settings",
        "Upgrade-Insecure-Requests", "TE", "Alt-Svc",
        ForwardedFor, ForwardedHost, ForwardedPrefix, ForwardedProto, "Forwarded");

    private HttpRequestMessage? _message;
    private bool _isFree;

    // Nearly all messages go to the same few addresses, and a Uri keeps what it once worked out.
    private Uri? _address;
    private string _prefix = "";
    private string _path = "";

    /// <summary>Gets a value indicating whether the last request was answered to its end, so that nobody uses it any more.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Writes the request.</summary>
    public HttpRequestMessage Write(
        ExchangeContext exchange, string destinationPrefix, ForwarderRequestConfig config, ExchangeContent content)
    {
        Clear();
        var context = exchange.Context;
        var request = _message ??= new HttpRequestMessage();
        _isFree = false;
        request.Method = HttpMethod.Post;
        request.RequestUri = AddressOf(destinationPrefix, context.Request.Path, context.Request.QueryString);
        request.Version = config.Version ?? HttpVersion.Version20;
        request.VersionPolicy = config.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower;
        request.Content = content;
        foreach (var (name, values) in exchange.Headers.AsSpan())
        {
            if (!NotCopied.Contains(name) && !name.StartsWith(':'))
            {
                Add(request, name, values);
            }
        }

        // The one value that passes, of clients that speak HTTP/2 or later.
        if (!HttpProtocol.IsHttp11(context.Request.Protocol)
            && !HttpProtocol.IsHttp10(context.Request.Protocol)
            && exchange.Headers.GetCommaSeparatedValues("TE").FirstOrDefault(
                value => value.Equals("trailers", StringComparison.OrdinalIgnoreCase)) is { } trailers)
        {
            Add(request, "TE", trailers);
        }

        request.Headers.Host = exchange.Proxy.ProxiedDestination?.Model.Config.Host;
        if (context.Connection.RemoteIpAddress is { } remote)
        {
            Add(request, ForwardedFor, AddressRange.Plain(remote).ToString());
        }

        if (context.Request.PathBase is { HasValue: true } prefix)
        {
            Add(request, ForwardedPrefix, prefix.ToUriComponent());
        }

        if (context.Request.Host is { HasValue: true } host)
        {
            Add(request, ForwardedHost, host.ToUriComponent());
        }

        Add(request, ForwardedProto, context.Request.Scheme);
        return request;
    }

    /// <summary>Notes that the answer was received to its end.</summary>
    /// <param name="isFree">Whether the request can serve another exchange: nobody keeps it.</param>
    public void End(bool isFree)
    {
        HasEnded = true;
        _isFree = isFree;
    }

    /// <summary>Forgets all of the exchange that was served last.</summary>
    public void Clear()
    {
        HasEnded = false;
        if (!_isFree)
        {
            _message = null;
        }
        else if (_message is { } message)
        {
            // The body is never used again: a handler may have buffered it.
            message.Content = null;
            message.Headers.Clear();
            ((IDictionary<string, object?>)message.Options).Clear();
        }
    }

    private Uri AddressOf(string prefix, PathString path, QueryString query)
    {
        if (query.HasValue)
        {
            return RequestUtilities.MakeDestinationAddress(prefix, path, query);
        }

        if (_address is null || _prefix != prefix || _path != path.Value)
        {
            _address = RequestUtilities.MakeDestinationAddress(prefix, path, query);
            (_prefix, _path) = (prefix, path.Value ?? "");
        }

        return _address;
    }

    /// <summary>Adds a header; like YARP, leaves out one with a line break, which only the host's own code can have written.</summary>
    private static void Add(HttpRequestMessage request, string name, StringValues values)
    {
        foreach (var value in values)
        {
            if (value.AsSpan().ContainsAny('\r', '\n'))
            {
                return;
            }
        }

        var isAdded = values is [{ } only]
            ? request.Headers.TryAddWithoutValidation(name, only) || request.Content!.Headers.TryAddWithoutValidation(name, only)
            : request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)
                || request.Content!.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        Debug.Assert(isAdded, name);
    }
}
