using System.Collections.Frozen;
using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Primitives;
using WxYarpGateway.Transforms.CallbackIps;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Exchange.Forwarding;

/// <summary>Writes the request that YARP would send for an exchange on a route without transforms.</summary>
internal static class ExchangeRequest
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

    /// <summary>Writes it.</summary>
    public static HttpRequestMessage Write(
        ExchangeContext exchange, string destinationPrefix, ForwarderRequestConfig config, ExchangeContent content)
    {
        var context = exchange.Context;
        var request = new HttpRequestMessage(
            HttpMethod.Post,
            RequestUtilities.MakeDestinationAddress(destinationPrefix, context.Request.Path, context.Request.QueryString))
        {
            Version = config.Version ?? HttpVersion.Version20,
            VersionPolicy = config.VersionPolicy ?? HttpVersionPolicy.RequestVersionOrLower,
            Content = content,
        };
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
