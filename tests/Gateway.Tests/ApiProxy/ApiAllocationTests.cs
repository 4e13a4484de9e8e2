using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Telemetry;
using WxYarpGateway.TokenService;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.Transforms.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>
/// How much memory a backend's call of WeChat's API takes, from the route to the answer, with a WeChat that answers at once.
/// </summary>
/// <remarks>
/// All of it then runs on one thread, whose allocations are counted exactly: those of the gateway, of authorization, of YARP and of
/// HttpClient's messages; not those of the server and of the sockets. A debug build takes 4.5 kB.
/// Runs alone: traces that another test listens to would be counted too.
/// </remarks>
[Collection(nameof(SilenceTests))]
public sealed class ApiAllocationTests : IAsyncLifetime
{
    private const int Calls = 500;
    private const int InternalPort = 7081;
    private const long Most = 5_000;

    private readonly WebApplication _app = Program.Build(
        new GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory),
        [],
        [
            "--Gateway:Urls=http://127.0.0.1:7080",
            $"--Gateway:InternalUrls=http://127.0.0.1:{InternalPort}",
            "--Gateway:WeChat:ApiUrl=http://wechat",
            "--Gateway:Services:shop:AppId=wx1",
            "--Gateway:Services:shop:AppSecret=the-secret",
            "--Gateway:Services:shop:Token=the-token",
            "--Gateway:Services:shop:MessagePath=/wx",
            "--Logging:Console:LogLevel:Default=None",
        ],
        services => services.AddSingleton<IAccessTokens, Tokens>().AddSingleton<IForwarderHttpClientFactory, Clients>());

    private RequestDelegate _pipeline = null!;

    public async ValueTask InitializeAsync()
    {
        Assert.Empty(await _app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        _app.ChooseAddresses();
        var application = (IApplicationBuilder)_app;
        application.UseRouting();
        Program.Map(_app);
        application.UseEndpoints(_ => { });
        _pipeline = application.Build();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public void A_call_takes_no_more_memory_than_it_needs()
    {
        // Until the pools have their size, and the code is compiled.
        Allocated(Prepare());
        Allocated(Prepare());

        // The least of some: a collection in between empties pools.
        var bytes = Enumerable.Range(0, 3).Min(_ => Allocated(Prepare())) / Calls;

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a call.");
        Assert.InRange(bytes, 1, Most);
    }

    private long Allocated(DefaultHttpContext[] calls)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var call in calls)
        {
            Assert.True(_pipeline(call).IsCompletedSuccessfully);
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        var answers = calls.Select(call => (call.Response.StatusCode, call.Response.ContentLength)).Distinct();
        Assert.Equal((StatusCodes.Status200OK, Clients.Answer.Length), Assert.Single(answers));
        return after - before;
    }

    private DefaultHttpContext[] Prepare() => [.. Enumerable.Range(0, Calls).Select(_ => Call())];

    private DefaultHttpContext Call()
    {
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new NoBody());
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = "http";
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.Host = new HostString("localhost");
        context.Request.Path = "/wxapi/shop/cgi-bin/get_api_domain_ip";
        context.Request.Headers.UserAgent = "Mozilla/4.0";
        context.Request.Headers.Accept = "*/*";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Connection.LocalPort = InternalPort;
        context.Connection.Id = "1";
        return context;
    }

    private sealed record NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }

    private sealed class Tokens : IAccessTokens
    {
        private static readonly WeChatResult<Token> Current
            = new Token(new string('T', 138), Lifetime.Start(TimeSpan.FromHours(2), TimeProvider.System));

        public ValueTask<WeChatResult<Token>> GetAsync(Account account, CancellationToken cancellationToken)
            => ValueTask.FromResult(Current);

        public ValueTask<WeChatResult<Token>> ReplaceAsync(Account account, string rejected, CancellationToken cancellationToken)
            => throw new InvalidOperationException("WeChat refuses no token here.");
    }

    private sealed class Clients(
        IAccessTokens tokens, Gateway.ApiProxy.ApiAddresses addresses, Gateway.Answers.TokenErrors errors, WeChatApiTelemetry telemetry)
        : IForwarderHttpClientFactory
    {
        public static readonly byte[] Answer = """{"errcode":0,"errmsg":"ok","ip_list":["101.226.103.0/25"]}"""u8.ToArray();

        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context)
            => new(new AccessTokenHandler(tokens, addresses, errors, telemetry, NullLogger.Instance) { InnerHandler = new WeChat() });
    }

    private sealed class WeChat : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            => Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(Clients.Answer), RequestMessage = request });
    }
}
