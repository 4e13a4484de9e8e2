using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Exchange.Forwarding;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Tests.Exchange;

public sealed class ExchangePoolTests : IDisposable
{
    private static readonly WeChatService Shop = new("shop", new ServiceOptions { AppId = "wx1", Token = "t" });

    private readonly ServiceProvider _services = new ServiceCollection().AddScoped<Thing>().BuildServiceProvider();
    private readonly Backend _backend = new();
    private readonly HttpMessageInvoker _client;
    private readonly ExchangePool _pool;
    private readonly DefaultTransforms _defaults = new();
    private readonly RouteConfig _route = new()
    {
        RouteId = "shop.message",
        Match = new RouteMatch(),
        Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = "shop", [WeChatRoute.Exchange] = WeChatRoute.Message },
    };

    private readonly ClusterState _cluster;

    public ExchangePoolTests()
    {
        _client = new HttpMessageInvoker(_backend);
        _pool = new ExchangePool(_services.GetRequiredService<IServiceScopeFactory>());
        _cluster = new ClusterState("shop.message", new ClusterModel(new ClusterConfig { ClusterId = "shop.message" }, _client));
        _defaults.Apply(new TransformBuilderContext { Route = _route, Cluster = _cluster.Model.Config });
    }

    public void Dispose()
    {
        _client.Dispose();
        _backend.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_context_whose_call_ended_well_serves_another_push_and_knows_nothing_of_the_last()
    {
        var first = _pool.Open(Push("1"));
        var context = first.Context;
        context.Items["of-a-host"] = "1";
        context.Features.Set(new Thing());
        context.Request.Headers["X-Host"] = "1";
        context.Request.PathBase = "/base";
        context.Request.Host = new HostString("host.example");
        await CallAsync(first, """{"a":1}""", context => context.Request.QueryString = new QueryString("?a=b"));
        await first.DisposeAsync();

        await using var second = _pool.Open(Push("2"));
        await CallAsync(second, """{"b":2}""");

        Assert.Same(first, second);
        Assert.Empty(second.Context.Items);
        Assert.Null(second.Context.Features.Get<Thing>());
        Assert.False(second.Context.Request.Headers.ContainsKey("X-Host"));
        Assert.Equal("2", second.Context.Connection.Id);
        Assert.Equal(await AloneAsync("2", """{"b":2}"""), _backend.Requests[1]);
        Assert.DoesNotContain("X-Host", _backend.Requests[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_request_is_sent_again_where_no_handler_keeps_it(bool usesRequestsAgain)
    {
        for (var number = 0; number < 2; number++)
        {
            await using var exchange = _pool.Open(Push("1"));
            await CallAsync(exchange, "{}", usesRequestsAgain: usesRequestsAgain);
        }

        Assert.Equal(usesRequestsAgain, _backend.Messages[0] == _backend.Messages[1]);
        Assert.Equal(_backend.Requests[0], _backend.Requests[1]);
    }

    [Fact]
    public async Task An_address_follows_the_type_of_the_message_and_the_destination()
    {
        string[] paths = ["text", "image", "text"];
        foreach (var type in paths)
        {
            await using var exchange = _pool.Open(Push("1"));
            await CallAsync(exchange, "{}", type: type);
        }

        await using var elsewhere = _pool.Open(Push("1"));
        await CallAsync(elsewhere, "{}", type: "text", destination: "http://elsewhere/");

        Assert.Equal(
            ["http://backend/msg/text", "http://backend/msg/image", "http://backend/msg/text", "http://elsewhere/msg/text"],
            _backend.Requests.Select(request => request.Split(' ')[1]));
    }

    [Fact]
    public async Task A_context_whose_call_failed_is_not_used_again()
    {
        var first = _pool.Open(Push("1"));
        _backend.Failure = new HttpRequestException("down");
        await CallAsync(first, "{}");
        await first.DisposeAsync();

        await using var second = _pool.Open(Push("2"));

        Assert.NotSame(first, second);
        Assert.Null(second.Context.Features.Get<IForwarderErrorFeature>());
    }

    [Fact]
    public async Task A_context_that_called_twice_or_by_HTTP2_is_not_used_again()
    {
        var twice = _pool.Open(Push("1"));
        await CallAsync(twice, "{}");
        await CallAsync(twice, "{}");
        await twice.DisposeAsync();
        var other = _pool.Open(Push("2"));
        _backend.Version = HttpVersion.Version20;
        await CallAsync(other, "{}");
        await other.DisposeAsync();

        await using var third = _pool.Open(Push("3"));

        Assert.NotSame(twice, other);
        Assert.NotSame(other, third);
        Assert.Equal(_backend.Requests[0], _backend.Requests[1]);
    }

    [Fact]
    public async Task Each_exchange_has_services_of_its_own()
    {
        var first = _pool.Open(Push("1"));
        var thing = first.Context.RequestServices.GetRequiredService<Thing>();
        Assert.Same(thing, first.Context.RequestServices.GetRequiredService<Thing>());
        await first.DisposeAsync();

        await using var second = _pool.Open(Push("2"));

        Assert.True(thing.IsDisposed);
        Assert.Same(first, second);
        Assert.NotSame(thing, second.Context.RequestServices.GetRequiredService<Thing>());
    }

    /// <summary>Returns the request of an exchange in a context of its own.</summary>
    private async Task<string> AloneAsync(string id, string body)
    {
        await using var exchange = new ExchangePool(_services.GetRequiredService<IServiceScopeFactory>()).Open(Push(id));
        await CallAsync(exchange, body);
        return _backend.Requests[^1];
    }

    private async Task CallAsync(
        ExchangeContext exchange,
        string body,
        Action<HttpContext>? change = null,
        bool usesRequestsAgain = true,
        string type = "text",
        string destination = "http://backend/")
    {
        var message = new MessageContext(Shop, PushQuery.Read(default), Encoding.UTF8.GetBytes(body), 0)
        {
            Head = new MessageHead { MsgType = type },
            Id = "7",
        };
        exchange.Prepare(message, 1, CancellationToken.None);
        change?.Invoke(exchange.Context);
        var forwarder = new ExchangeForwarder(
            new NoYarp(), _defaults, new ForwarderEvents(), usesRequestsAgain, NullLoggerFactory.Instance);
        await forwarder.SendAsync(exchange.Context, destination, _client, ForwarderRequestConfig.Empty, HttpTransformer.Default);
    }

    private DefaultHttpContext Push(string id)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IReverseProxyFeature>(new ReverseProxyFeature
        {
            Route = new RouteModel(_route, _cluster, HttpTransformer.Default),
            Cluster = _cluster.Model,
            AllDestinations = [],
            AvailableDestinations = [],
        });
        context.Features.Set<IHttpConnectionFeature>(new HttpConnectionFeature { ConnectionId = id, RemoteIpAddress = IPAddress.Loopback });
        context.Request.Headers["X-Request-Id"] = id;
        return context;
    }

    private sealed class Thing : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class NoYarp : IHttpForwarder
    {
        public ValueTask<ForwarderError> SendAsync(
            HttpContext context,
            string destinationPrefix,
            HttpMessageInvoker httpClient,
            ForwarderRequestConfig requestConfig,
            HttpTransformer transformer)
            => throw new InvalidOperationException("The exchange was left to YARP.");
    }

    /// <summary>Reads requests whole, and so has their bodies buffered, as the handlers of some hosts do.</summary>
    private sealed class Backend : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        public List<HttpRequestMessage> Messages { get; } = [];

        public Exception? Failure { get; set; }

        public Version Version { get; set; } = HttpVersion.Version11;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Failure is not null)
            {
                throw Failure;
            }

            request.Options.TryAdd("seen", true);
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var headers = request.Headers.Concat(request.Content.Headers).Select(one => $"{one.Key}={string.Join(',', one.Value)}");
            Requests.Add($"{request.Method} {request.RequestUri} {string.Join(' ', headers)} {request.Options.Count()} {body}");
            Messages.Add(request);
            return new HttpResponseMessage { Version = Version, Content = new ByteArrayContent("ok"u8.ToArray()) };
        }
    }
}
