using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Exchange.Forwarding;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>The request and response with which YARP calls the backend, apart from those of the push.</summary>
/// <remarks>
/// The push's request ends at the deadline at the latest, and its connection serves the next push. This context lives until the backend
/// has answered. It shares nothing with the push's request but what is copied here, so WeChat hanging up does not cancel it.
/// </remarks>
internal sealed class ExchangeContext
    : IHttpRequestLifetimeFeature, IHttpRequestBodyDetectionFeature, IServiceProvidersFeature, IEndpointFeature, IAsyncDisposable
{
    // The capacities of the collections, so that they need not grow.
    private const int Features = 12;
    private const int OurHeaders = 8;

    private readonly IServiceScopeFactory _scopes;
    private readonly FeatureList _features = new(Features);
    private readonly DefaultHttpContext _context;
    private readonly HttpRequestFeature _request = new();
    private readonly HttpConnectionFeature _connection = new();
    private readonly ExchangeResponse _response;
    private ExchangePool? _pool;
    private IReverseProxyFeature? _proxy;
    private ClusterConfig? _routesCluster;
    private IReadOnlyList<DestinationState> _destinations = [];
    private MemoryStream? _requestBody;
    private StreamResponseBodyFeature? _responseBody;
    private ExchangeBody? _answer;
    private AsyncServiceScope? _scope;
    private IServiceProvider? _services;
    private int _calls;

    /// <summary>Initializes a new instance of the <see cref="ExchangeContext"/> class that is still to be opened.</summary>
    public ExchangeContext(IServiceScopeFactory scopes)
    {
        _scopes = scopes;
        _context = new DefaultHttpContext(_features);
        _response = new ExchangeResponse(_context);
        _features.Set<IHttpRequestFeature>(_request);
        _features.Set<IHttpResponseFeature>(_response);
        _features.Set<IHttpConnectionFeature>(_connection);
        _features.Set<IServiceProvidersFeature>(this);
        _features.Set<IEndpointFeature>(this);
        _features.Set<IHttpRequestLifetimeFeature>(this);
        _features.Set<IHttpRequestBodyDetectionFeature>(this);
        _features.Keep();
    }

    /// <summary>Initializes a new instance of the <see cref="ExchangeContext"/> class for a redelivery.</summary>
    public ExchangeContext(IReverseProxyFeature proxy, IServiceScopeFactory scopes)
        : this(scopes)
        => Open(proxy, HttpProtocol.Http11, Uri.UriSchemeHttp);

    /// <summary>Gets a value indicating whether the route has no backend, so that the gateway echoes.</summary>
    public bool HasNoBackend => Proxy.Cluster.Config.Destinations is not { Count: > 0 };

    /// <summary>Gets the name of the route.</summary>
    public string RouteId => Proxy.Route.Config.RouteId;

    /// <summary>Gets the context for YARP.</summary>
    public HttpContext Context => _context;

    /// <summary>Gets the cluster that the route names, which <see cref="Aim"/> does not change.</summary>
    public ClusterConfig RoutesCluster => _routesCluster ?? throw NotOpen();

    /// <summary>Gets YARP's choices for the call.</summary>
    public IReverseProxyFeature Proxy => _proxy ?? throw NotOpen();

    /// <summary>Gets the headers of the request.</summary>
    public HeaderList Headers { get; } = new(OurHeaders);

    /// <summary>Gets what is sent by the gateway's own forwarder.</summary>
    public ExchangeRequest Request { get; } = new();

    /// <summary>Gets or sets the form that the backend expects; <see langword="null"/> for the gateway's own JSON.</summary>
    public IBackendForm? Form { get; set; }

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
            && _response.StatusCode == StatusCodes.Status200OK
            && _context.Features.Get<IHttpResponseBodyFeature>() == _responseBody;

    /// <inheritdoc/>
    public CancellationToken RequestAborted { get; set; }

    /// <inheritdoc/>
    public bool CanHaveBody => true;

    /// <summary>Gets a value indicating whether YARP aborted the response.</summary>
    public bool IsAborted { get; private set; }

    /// <inheritdoc/>
    public Endpoint? Endpoint { get; set; }

    /// <inheritdoc/>
    public IServiceProvider RequestServices
    {
        get => _services ??= (_scope ??= _scopes.CreateAsyncScope()).ServiceProvider;
        set => _services = value;
    }

    /// <inheritdoc/>
    public void Abort() => IsAborted = true;

    /// <summary>Sends the call to another cluster than the route's.</summary>
    public void Aim(ClusterState cluster)
    {
        // As YARP's ReassignProxyRequest does, which asks the context for its features three times.
        var destinations = cluster.DestinationsState;
        _proxy = new ReverseProxyFeature
        {
            Route = Proxy.Route,
            Cluster = cluster.Model,
            AllDestinations = destinations.AllDestinations,
            AvailableDestinations = destinations.AvailableDestinations,
        };
        _features.Set(_proxy);
        _destinations = destinations.AvailableDestinations;
    }

    /// <summary>Prepares a call: writes the request for the message, and returns the body that collects the answer.</summary>
    public ExchangeBody Prepare(MessageContext message, int attempt, CancellationToken cancellationToken)
    {
        _calls++;
        RequestAborted = cancellationToken;
        IsAborted = false;
        Proxy.AvailableDestinations = _destinations;
        Proxy.ProxiedDestination = null;

        Body = BackendRequest.Write(_context.Request, message, attempt, Form);
        _requestBody = _context.Request.Body as MemoryStream;
        _answer = new ExchangeBody(_context.Response);
        _response.Clear(StatusCodes.Status200OK);
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
        _response.Take(head);
        return _answer!;
    }

    /// <summary>Takes up a failure in the place of an answer.</summary>
    public void Fail(IForwarderErrorFeature error, int status)
    {
        _context.Features.Set(error);
        _response.Clear(status);
    }

    /// <summary>Excludes the destination that was tried last; returns whether another is left.</summary>
    public bool TryAnotherDestination()
    {
        if (Proxy.ProxiedDestination is not { } tried)
        {
            return false;
        }

        _destinations = [.. _destinations.Where(destination => destination != tried)];
        return _destinations.Count > 0;
    }

    /// <summary>Opens the context for the request of a push. It goes back to the pool when it is disposed of.</summary>
    public void Open(HttpContext push, ExchangePool pool)
    {
        Open(push.GetReverseProxyFeature(), push.Request.Protocol, push.Request.Scheme);
        Headers.EnsureCapacity(push.Request.Headers.Count + OurHeaders);
        PassedHeaders.Copy(push.Request.Headers, Headers);
        Copy(push.Features.GetRequiredFeature<IHttpConnectionFeature>());
        Endpoint = push.GetEndpoint();
        _pool = pool;
    }

    /// <summary>Forgets all of the exchange, so that the context can serve another.</summary>
    public void Clear()
    {
        _features.Clear();
        _proxy = null;
        _routesCluster = null;
        _destinations = [];
        _requestBody = null;
        _responseBody = null;
        _answer = null;
        _services = null;
        _calls = 0;
        _request.Body = Stream.Null;
        _response.Clear(StatusCodes.Status200OK);
        Request.Clear();
        Headers.Clear();
        Body = default;
        Endpoint = null;
        Form = null;
        RequestAborted = default;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_scope is { } scope)
        {
            _scope = null;
            await scope.DisposeAsync();
        }

        var pool = _pool;
        _pool = null;
        if (_calls == 0 || (_calls == 1 && Request.HasEnded))
        {
            pool?.Return(this);
        }
    }

    private static InvalidOperationException NotOpen() => new("The exchange is not open.");

    private void Open(IReverseProxyFeature proxy, string protocol, string scheme)
    {
        _proxy = proxy;
        _routesCluster = proxy.Cluster.Config;
        _destinations = proxy.AvailableDestinations;
        _request.Method = HttpMethods.Post;
        _request.Protocol = protocol;
        _request.Scheme = scheme;
        _request.PathBase = "";
        _request.Path = "";
        _request.QueryString = "";
        _request.RawTarget = "";
        _request.Headers = Headers;
        _features.Set(proxy);
    }

    private void Copy(IHttpConnectionFeature connection)
    {
        _connection.ConnectionId = connection.ConnectionId;
        _connection.RemoteIpAddress = connection.RemoteIpAddress is { } remote ? AddressRange.Plain(remote) : null;
        _connection.RemotePort = connection.RemotePort;
        _connection.LocalIpAddress = connection.LocalIpAddress is { } local ? AddressRange.Plain(local) : null;
        _connection.LocalPort = connection.LocalPort;
    }
}
