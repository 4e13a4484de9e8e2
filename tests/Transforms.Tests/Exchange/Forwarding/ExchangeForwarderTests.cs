using System.Diagnostics.Tracing;
using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
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
using Yarp.ReverseProxy.Transforms;
using Yarp.ReverseProxy.Transforms.Builder;

namespace WxYarpGateway.Transforms.Tests.Exchange.Forwarding;

/// <summary>What the gateway's forwarder leaves to YARP's own.</summary>
public sealed class ExchangeForwarderTests : IDisposable
{
    private static readonly Dictionary<string, Action<HttpContext>> Changes = new()
    {
        ["another body"] = context => context.Request.Body = new MemoryStream(),
        ["a body that was read"] = context => context.Request.Body.ReadByte(),
        ["another length"] = context => context.Request.ContentLength = 1,
        ["no length"] = context => context.Request.ContentLength = null,
        ["other headers"] = context => context.Features.GetRequiredFeature<IHttpRequestFeature>().Headers = new HeaderDictionary(),
        ["another method"] = context => context.Request.Method = "PUT",
        ["a response"] = context => context.Response.StatusCode = 418,
        ["another place for the response"] = context => context.Response.Body = new MemoryStream(),
        ["a response of another kind"] = context => context.Features.Set<IHttpResponseFeature>(new HttpResponseFeature()),
    };

    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly Backend _backend = new();
    private readonly Yarps _yarps = new();
    private readonly ForwarderEvents _events = new();
    private readonly DefaultTransforms _defaults = new();
    private readonly HttpMessageInvoker _client;

    public ExchangeForwarderTests()
    {
        _client = new HttpMessageInvoker(_backend);
    }

    public static TheoryData<string> ChangeNames() => [.. Changes.Keys];

    public void Dispose()
    {
        _client.Dispose();
        _backend.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task An_exchange_is_its_own()
    {
        await using var exchange = Exchange(_ => { });

        Assert.Equal(ForwarderError.None, await SendAsync(exchange.Context));

        Assert.Equal("POST http://backend/base/msg/unknown {}", Assert.Single(_backend.Requests));
        Assert.Equal(0, _yarps.Calls);
        Assert.Equal(201, exchange.Context.Response.StatusCode);
        Assert.Equal("kept", exchange.Context.Response.Headers["X-Backend"]);
        Assert.False(exchange.Context.Response.Headers.ContainsKey("Keep-Alive"));
    }

    [Fact]
    public async Task Another_request_is_YARPs()
    {
        await SendAsync(new DefaultHttpContext());

        Assert.Equal(1, _yarps.Calls);
    }

    [Theory]
    [MemberData(nameof(ChangeNames))]
    public async Task An_exchange_that_a_host_changed_is_YARPs(string change)
    {
        await using var exchange = Exchange(_ => { });
        Changes[change](exchange.Context);

        await SendAsync(exchange.Context);

        Assert.Equal(1, _yarps.Calls);
        Assert.Empty(_backend.Requests);
    }

    [Fact]
    public async Task What_a_host_changed_of_path_and_headers_is_sent()
    {
        await using var exchange = Exchange(_ => { });
        exchange.Context.Request.Path = "/other";
        exchange.Context.Request.QueryString = new QueryString("?a=b");
        exchange.Context.Request.Headers["X-Host"] = "1";
        exchange.Context.Request.Headers["X-Broken"] = "1\r\n2";

        await SendAsync(exchange.Context);

        Assert.Equal("POST http://backend/base/other?a=b {} X-Host: 1", Assert.Single(_backend.Requests));
    }

    [Fact]
    public async Task An_exchange_on_a_route_with_a_transform_is_YARPs()
    {
        await using var exchange = Exchange(context => context.AddRequestHeader("X-Added", "1"));

        await SendAsync(exchange.Context);

        Assert.Equal(1, _yarps.Calls);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_host_may_add_its_transforms_after_the_gateways(bool addsToMessages)
    {
        var services = new ServiceCollection();
        services.AddLogging().AddRouting();
        services.AddReverseProxy().AddWeChat(new ConfigurationBuilder().Build()).AddTransforms(context =>
        {
            if (addsToMessages)
            {
                context.AddRequestHeader("X-Added", "1");
            }
        });
        await using var host = services.BuildServiceProvider();
        await using var exchange = Exchange(_ => { });

        host.GetRequiredService<ITransformBuilder>().Build(exchange.Proxy.Route.Config, exchange.RoutesCluster);

        Assert.Equal(!addsToMessages, host.GetRequiredService<DefaultTransforms>().Have(exchange));
    }

    [Fact]
    public async Task An_exchange_on_a_route_whose_cluster_was_changed_meanwhile_is_YARPs()
    {
        await using var exchange = Exchange(_ => { });
        _defaults.Apply(new TransformBuilderContext { Route = exchange.Proxy.Route.Config, Cluster = new ClusterConfig() });

        await SendAsync(exchange.Context);

        Assert.Equal(1, _yarps.Calls);
    }

    [Fact]
    public async Task An_exchange_is_YARPs_while_somebody_listens_to_its_events()
    {
        RuntimeHelpers.RunClassConstructor(
            typeof(IHttpForwarder).Assembly.GetType("Yarp.ReverseProxy.Forwarder.ForwarderTelemetry", throwOnError: true)!.TypeHandle);
        var source = EventSource.GetSources().Single(one => one.Name == ForwarderEvents.Name);
        using var listener = new Listener();
        listener.EnableEvents(source, EventLevel.Informational);
        await using var exchange = Exchange(_ => { });

        await SendAsync(exchange.Context);
        Assert.Equal(1, _yarps.Calls);

        listener.DisableEvents(source);
        await SendAsync(exchange.Context);
        Assert.Equal(1, _yarps.Calls);
    }

    private ValueTask<ForwarderError> SendAsync(HttpContext context)
        => new ExchangeForwarder(_yarps, _defaults, _events, usesRequestsAgain: true, NullLoggerFactory.Instance).SendAsync(
            context, "http://backend/base/", _client, ForwarderRequestConfig.Empty, HttpTransformer.Default);

    private ExchangeContext Exchange(Action<TransformBuilderContext> transform)
    {
        var route = new RouteConfig
        {
            RouteId = "shop.message",
            Match = new RouteMatch(),
            Metadata = new Dictionary<string, string> { [WeChatRoute.Service] = "shop", [WeChatRoute.Exchange] = WeChatRoute.Message },
        };
        var cluster = new ClusterState("shop.message", new ClusterModel(new ClusterConfig { ClusterId = "shop.message" }, _client));
        var building = new TransformBuilderContext { Route = route, Cluster = cluster.Model.Config };
        transform(building);
        _defaults.Apply(building);
        var exchange = new ExchangeContext(
            new ReverseProxyFeature
            {
                Route = new RouteModel(route, cluster, HttpTransformer.Default),
                Cluster = cluster.Model,
                AllDestinations = [],
                AvailableDestinations = [],
            },
            _services.GetRequiredService<IServiceScopeFactory>());
        var service = new WeChatService("shop", new ServiceOptions { AppId = "wx1", Token = "t" });
        exchange.Prepare(new MessageContext(service, PushQuery.Read(default), "{}"u8.ToArray(), 0), 1, CancellationToken.None);
        return exchange;
    }

    private sealed class Backend : HttpMessageHandler
    {
        public List<string> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            var added = request.Headers.Where(header => header.Key is "X-Host" or "X-Broken").Select(
                header => $" {header.Key}: {string.Join(',', header.Value)}");
            Requests.Add($"{request.Method} {request.RequestUri} {body}{string.Concat(added)}");
            var response = new HttpResponseMessage(HttpStatusCode.Created) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes("ok")) };
            response.Headers.Add("X-Backend", "kept");
            response.Headers.Add("Keep-Alive", "timeout=5");
            return response;
        }
    }

    private sealed class Yarps : IHttpForwarder
    {
        public int Calls { get; private set; }

        public ValueTask<ForwarderError> SendAsync(
            HttpContext context,
            string destinationPrefix,
            HttpMessageInvoker httpClient,
            ForwarderRequestConfig requestConfig,
            HttpTransformer transformer)
        {
            Calls++;
            return new ValueTask<ForwarderError>(ForwarderError.None);
        }
    }

    private sealed class Listener : EventListener;
}
