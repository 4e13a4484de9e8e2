using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.ApiProxy;
using WxYarpGateway.Gateway.ApiProxy.Tokens;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Telemetry;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Api.Http;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Envelopes;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.Exchange;

/// <summary>
/// How much memory a push takes in the whole gateway, from the route to the answer, with a backend that answers at once.
/// </summary>
/// <remarks>
/// All of it then runs on one thread, whose allocations are counted exactly; not those of the server, of the sockets, and of tasks that
/// wait. A debug build takes 8.7, 10.6 and 11.1 kB; pushes that are left to YARP's own forwarder take 3 kB more.
/// Runs alone: traces that another test listens to would be counted too.
/// </remarks>
[Collection(nameof(SilenceTests))]
public sealed class PushAllocationTests : IAsyncLifetime
{
    private const string Token = "the-token";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const string Component = "wxcomponent0000001";
    private const string Account = "wxshop0000000001";
    private const int Pushes = 500;

    private readonly WebApplication _app = Program.Build(
        new GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory),
        [],
        [
            "--Gateway:Urls=http://127.0.0.1:7080",
            "--Gateway:InternalUrls=http://127.0.0.1:7081",
            "--Gateway:Backends:main=http://backend",
            "--Gateway:Services:shop:AppId=wx1",
            $"--Gateway:Services:shop:Token={Token}",
            $"--Gateway:Services:shop:EncodingAesKey={AesKey}",
            "--Gateway:Services:shop:Encryption=Either",
            "--Gateway:Services:shop:MessagePath=/wx",
            "--Gateway:Services:shop:MessageBackend=http://backend",
            "--Gateway:Services:shop:UserInfo:Append=false",
            "--Gateway:Services:saas:Kind=Platform",
            $"--Gateway:Services:saas:AppId={Component}",
            "--Gateway:Services:saas:AppSecret=the-secret",
            $"--Gateway:Services:saas:Token={Token}",
            $"--Gateway:Services:saas:EncodingAesKey={AesKey}",
            "--Gateway:Services:saas:AuthEventPath=/saas/event",
            "--Gateway:Services:saas:MessagePath=/saas/{appid}/message",
            "--Gateway:Services:saas:MessageBackend=main",
            "--Gateway:Services:saas:UserInfo:Append=false",
            "--Logging:Console:LogLevel:Default=None",
        ],
        services => services.AddSingleton<IForwarderHttpClientFactory, Clients>());

    private RequestDelegate _pipeline = null!;
    private int _number;

    public async ValueTask InitializeAsync()
    {
        Assert.Empty(await _app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        _app.ChooseAddresses();
        var application = (IApplicationBuilder)_app;
        application.UseRouting();
        Program.Map(_app);
        application.UseEndpoints(_ => { });
        _pipeline = application.Build();
        _app.Services.GetRequiredService<AuthorizerRegistry>().Put(new Authorizer(IdOf(Component), IdOf(Account)));
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/wx", "wx1", false, 9_000)]
    [InlineData("/wx", "wx1", true, 10_900)]
    [InlineData($"/saas/{Account}/message", Component, true, 11_400)]
    public void A_push_takes_no_more_memory_than_it_needs(string path, string appId, bool isEncrypted, int most)
    {
        // Until the ledger's tables and the pools have their size, and the code is compiled.
        Allocated(Prepare(path, appId, isEncrypted));
        Allocated(Prepare(path, appId, isEncrypted));

        // The least of some: a collection in between empties pools.
        var bytes = Enumerable.Range(0, 3).Min(_ => Allocated(Prepare(path, appId, isEncrypted))) / Pushes;

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a push.");
        Assert.InRange(bytes, 1, most);
    }

    private static AppId IdOf(string text)
        => AppId.TryParse(text, out var id) ? id : throw new ArgumentException("It is none.", nameof(text));

    private long Allocated(DefaultHttpContext[] pushes)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var push in pushes)
        {
            Assert.True(_pipeline(push).IsCompletedSuccessfully);
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        var answers = pushes.Select(push => (push.Response.StatusCode, IsReply: push.Response.ContentLength > 100)).Distinct();
        Assert.Equal((StatusCodes.Status200OK, true), Assert.Single(answers));
        return after - before;
    }

    private DefaultHttpContext[] Prepare(string path, string appId, bool isEncrypted)
        => [.. Enumerable.Range(0, Pushes).Select(_ => Push(path, appId, isEncrypted))];

    private DefaultHttpContext Push(string path, string appId, bool isEncrypted)
    {
        var writer = new PushWriter(Token, AesKey, appId, TimeProvider.System);
        var text = "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oBenchUser000000000000000042]]>"
            + $"</FromUserName><CreateTime>{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}</CreateTime>"
            + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello 你好]]></Content>"
            + $"<MsgId>{10_000_000_000 + _number++}</MsgId></xml>";
        var url = new Uri($"http://gateway{path}");
        using var push = isEncrypted ? writer.Encrypted(url, "gh_0123456789ab", text) : writer.Plaintext(url, text);
        using var body = new MemoryStream();
        push.Content!.CopyTo(body, null, CancellationToken.None);

        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Features.Set<IRequestBodyPipeFeature>(new Body(PipeReader.Create(new(body.ToArray()))));
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Request.Method = HttpMethods.Post;
        context.Request.Scheme = Uri.UriSchemeHttp;
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.Host = new HostString("wx.example.com");
        context.Request.Path = path;
        context.Request.QueryString = new QueryString(push.RequestUri!.Query);
        context.Request.ContentLength = body.Length;
        context.Request.ContentType = "text/xml";
        context.Request.Headers.UserAgent = "Mozilla/4.0";
        context.Request.Headers.Accept = "*/*";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Connection.LocalPort = 7080;
        context.Connection.Id = "1";
        return context;
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;

    // With the handler that the gateway's own clients have.
    private sealed class Clients(IAccessTokens tokens, ApiAddresses addresses, TokenErrors errors, WeChatApiTelemetry telemetry)
        : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context)
            => new(new AccessTokenHandler(tokens, addresses, errors, telemetry, NullLogger.Instance) { InnerHandler = new Backend() });
    }

    private sealed class Backend : HttpMessageHandler
    {
        private static readonly byte[] Answer = """{"type":"text","msg":"hello from backend"}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.True(request.Content!.CopyToAsync(Stream.Null, cancellationToken).IsCompletedSuccessfully);
            return Task.FromResult(new HttpResponseMessage { Content = new ByteArrayContent(Answer) });
        }
    }
}
