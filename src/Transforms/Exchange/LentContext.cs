using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Pipeline;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>A request and a response of our own, lent to YARP to call the backend with.</summary>
/// <remarks>
/// WeChat's own request ends at the deadline at the latest, and its connection is free for the next push. This one goes on until the
/// backend has answered: it shares nothing with the other but what was copied at the start, and WeChat's hanging up does not reach it.
/// </remarks>
internal sealed class LentContext : IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IAsyncDisposable
{
    // How many there will be, so that nothing has to grow.
    private const int Features = 12;
    private const int OurHeaders = 8;

    private readonly DefaultHttpContext _context;
    private readonly RequestServicesFeature _services;
    private readonly IReverseProxyFeature _proxy;
    private IReadOnlyList<DestinationState> _destinations;

    /// <summary>Makes one for a push.</summary>
    public LentContext(HttpContext push, IServiceScopeFactory scopes)
        : this(push.GetReverseProxyFeature(), scopes, push.Request.Protocol, push.Request.Scheme, new HeaderDictionary(push.Request.Headers.Count + OurHeaders))
    {
        PassedHeaders.Copy(push.Request.Headers, _context.Request.Headers);
        _context.Features.Set<IHttpConnectionFeature>(Copy(push.Features.GetRequiredFeature<IHttpConnectionFeature>()));
        _context.SetEndpoint(push.GetEndpoint());
    }

    /// <summary>Makes one for a message that no push brings.</summary>
    public LentContext(IReverseProxyFeature proxy, IServiceScopeFactory scopes)
        : this(proxy, scopes, HttpProtocol.Http11, Uri.UriSchemeHttp, new HeaderDictionary(OurHeaders))
    {
    }

    private LentContext(IReverseProxyFeature proxy, IServiceScopeFactory scopes, string protocol, string scheme, HeaderDictionary headers)
    {
        _proxy = proxy;
        _destinations = proxy.AvailableDestinations;
        var features = new FeatureCollection(Features);
        _context = new DefaultHttpContext(features);
        _services = new RequestServicesFeature(_context, scopes);
        features.Set<IHttpRequestFeature>(new HttpRequestFeature { Method = HttpMethods.Post, Protocol = protocol, Scheme = scheme, Headers = headers });
        features.Set(_proxy);
        features.Set<IServiceProvidersFeature>(_services);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set<IHttpRequestBodyDetectionFeature>(this);
    }

    /// <summary>Gets a value indicating whether the route has no backend at all, so that the gateway echoes.</summary>
    public bool HasNoBackend => _proxy.Cluster.Config.Destinations is not { Count: > 0 };

    /// <summary>Gets the name of the route.</summary>
    public string RouteId => _proxy.Route.Config.RouteId;

    /// <summary>Gets the context for YARP.</summary>
    public HttpContext Context => _context;

    /// <inheritdoc/>
    public CancellationToken RequestAborted { get; set; }

    /// <inheritdoc/>
    public bool CanHaveBody => true;

    /// <summary>Gets a value indicating whether YARP broke the response off.</summary>
    public bool IsAborted { get; private set; }

    /// <inheritdoc/>
    public void Abort() => IsAborted = true;

    /// <summary>Makes ready for a call: a fresh request for the message, and an empty response that collects the answer.</summary>
    public ExchangeBody Prepare(MessageContext message, int attempt, CancellationToken cancellationToken)
    {
        RequestAborted = cancellationToken;
        IsAborted = false;
        _proxy.AvailableDestinations = _destinations;
        _proxy.ProxiedDestination = null;

        BackendRequest.Write(_context.Request, message, attempt);
        var answer = new ExchangeBody();
        _context.Features.Set<IHttpResponseFeature>(new HttpResponseFeature());
        _context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        _context.Features.Set<IForwarderErrorFeature>(null);
        return answer;
    }

    /// <summary>Leaves out the destination that was just tried; returns whether there is another.</summary>
    public bool TryAnotherDestination()
    {
        if (_proxy.ProxiedDestination is not { } tried)
        {
            return false;
        }

        _destinations = [.. _destinations.Where(destination => destination != tried)];
        return _destinations.Count > 0;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static HttpConnectionFeature Copy(IHttpConnectionFeature connection) => new HttpConnectionFeature
    {
        ConnectionId = connection.ConnectionId,
        RemoteIpAddress = connection.RemoteIpAddress is { } remote ? AddressRange.Plain(remote) : null,
        RemotePort = connection.RemotePort,
        LocalIpAddress = connection.LocalIpAddress is { } local ? AddressRange.Plain(local) : null,
        LocalPort = connection.LocalPort,
    };
}
