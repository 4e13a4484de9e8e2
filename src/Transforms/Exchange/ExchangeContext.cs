using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Exchange.Forwarding;
using WxYarpGateway.Transforms.Pipeline;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The request and response with which YARP calls the backend, apart from those of the push.</summary>
/// <remarks>
/// The push's request ends at the deadline at the latest, and its connection serves the next push. This context lives until the backend
/// has answered. It shares nothing with the push's request but what is copied here, so WeChat hanging up does not cancel it.
/// </remarks>
internal sealed class ExchangeContext : IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IAsyncDisposable
{
    // The capacities of the collections, so that they need not grow.
    private const int Features = 12;
    private const int OurHeaders = 8;

    private readonly DefaultHttpContext _context;
    private readonly RequestServicesFeature _services;
    private IReverseProxyFeature _proxy;
    private IReadOnlyList<DestinationState> _destinations;
    private MemoryStream? _requestBody;
    private StreamResponseBodyFeature? _responseBody;
    private ExchangeResponse? _response;
    private ExchangeBody? _answer;

    /// <summary>Initializes a new instance of the <see cref="ExchangeContext"/> class from the request of a push.</summary>
    public ExchangeContext(HttpContext push, IServiceScopeFactory scopes)
        : this(push.GetReverseProxyFeature(), scopes, push.Request.Protocol, push.Request.Scheme,
            new HeaderList(push.Request.Headers.Count + OurHeaders))
    {
        PassedHeaders.Copy(push.Request.Headers, Headers);
        _context.Features.Set<IHttpConnectionFeature>(Copy(push.Features.GetRequiredFeature<IHttpConnectionFeature>()));
        _context.SetEndpoint(push.GetEndpoint());
    }

    /// <summary>Initializes a new instance of the <see cref="ExchangeContext"/> class for a redelivery.</summary>
    public ExchangeContext(IReverseProxyFeature proxy, IServiceScopeFactory scopes)
        : this(proxy, scopes, HttpProtocol.Http11, Uri.UriSchemeHttp, new HeaderList(OurHeaders))
    {
    }

    private ExchangeContext(
        IReverseProxyFeature proxy, IServiceScopeFactory scopes, string protocol, string scheme, HeaderList headers)
    {
        Headers = headers;
        _proxy = proxy;
        RoutesCluster = proxy.Cluster.Config;
        _destinations = proxy.AvailableDestinations;
        var features = new FeatureList(Features);
        _context = new DefaultHttpContext(features);
        _services = new RequestServicesFeature(_context, scopes);
        features.Set<IHttpRequestFeature>(
            new HttpRequestFeature { Method = HttpMethods.Post, Protocol = protocol, Scheme = scheme, Headers = headers });
        features.Set(_proxy);
        features.Set<IServiceProvidersFeature>(_services);
        features.Set<IHttpRequestLifetimeFeature>(this);
        features.Set<IHttpRequestBodyDetectionFeature>(this);
    }

    /// <summary>Gets a value indicating whether the route has no backend, so that the gateway echoes.</summary>
    public bool HasNoBackend => _proxy.Cluster.Config.Destinations is not { Count: > 0 };

    /// <summary>Gets the name of the route.</summary>
    public string RouteId => _proxy.Route.Config.RouteId;

    /// <summary>Gets the context for YARP.</summary>
    public HttpContext Context => _context;

    /// <summary>Gets the cluster that the route names, which <see cref="Aim"/> does not change.</summary>
    public ClusterConfig RoutesCluster { get; }

    /// <summary>Gets YARP's choices for the call.</summary>
    public IReverseProxyFeature Proxy => _proxy;

    /// <summary>Gets the headers of the request.</summary>
    public HeaderList Headers { get; }

    /// <summary>Gets the body of the request.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Gets a value indicating whether nothing on the way to the forwarder replaced the request's body or answered it.</summary>
    public bool IsAsPrepared
        => _context.Request is { ContentLength: { } length, Body: MemoryStream { Position: 0 } body } request
            && body == _requestBody
            && length == Body.Length
            && HttpMethods.IsPost(request.Method)
            && request.Headers == Headers
            && _context.Features.Get<IHttpResponseFeature>() == _response
            && _response is { StatusCode: StatusCodes.Status200OK }
            && _context.Features.Get<IHttpResponseBodyFeature>() == _responseBody;

    /// <inheritdoc/>
    public CancellationToken RequestAborted { get; set; }

    /// <inheritdoc/>
    public bool CanHaveBody => true;

    /// <summary>Gets a value indicating whether YARP aborted the response.</summary>
    public bool IsAborted { get; private set; }

    /// <inheritdoc/>
    public void Abort() => IsAborted = true;

    /// <summary>Gets the status that the backend answered; 0 before it has. A body that is too large makes another status of it.</summary>
    public int AnsweredStatus { get; private set; }

    /// <summary>Sends the call to another cluster than the route's.</summary>
    public void Aim(ClusterState cluster)
    {
        _context.ReassignProxyRequest(cluster);
        _proxy = _context.GetReverseProxyFeature();
        _destinations = _proxy.AvailableDestinations;
    }

    /// <summary>Prepares a call: writes the request for the message, and returns the body that collects the answer.</summary>
    public ExchangeBody Prepare(MessageContext message, int attempt, CancellationToken cancellationToken)
    {
        RequestAborted = cancellationToken;
        IsAborted = false;
        AnsweredStatus = 0;
        _proxy.AvailableDestinations = _destinations;
        _proxy.ProxiedDestination = null;

        Body = message.Body;
        BackendRequest.Write(_context.Request, message, attempt);
        _requestBody = _context.Request.Body as MemoryStream;
        _answer = new ExchangeBody();
        _response = new ExchangeResponse(_context);
        _responseBody = new StreamResponseBodyFeature(_answer);
        _context.Features.Set<IHttpResponseFeature>(_response);
        _context.Features.Set<IHttpResponseBodyFeature>(_responseBody);
        _context.Features.Set<IForwarderErrorFeature>(null);
        return _answer;
    }

    /// <summary>Returns the exchange that a context was made for; <see langword="null"/> when it is another request's.</summary>
    public static ExchangeContext? Of(HttpContext context) => context.Features.Get<IHttpRequestLifetimeFeature>() as ExchangeContext;

    /// <summary>Takes up the head of an answer; returns what takes up its body.</summary>
    public ExchangeBody Answer(HttpResponseMessage head)
    {
        AnsweredStatus = (int)head.StatusCode;
        _response!.Take(head);
        return _answer!;
    }

    /// <summary>Takes up a failure in the place of an answer.</summary>
    public void Fail(IForwarderErrorFeature error, int status)
    {
        _context.Features.Set(error);
        _response!.Clear(status);
    }

    /// <summary>Excludes the destination that was tried last; returns whether another is left.</summary>
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
