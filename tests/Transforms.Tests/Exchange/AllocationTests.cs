using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Envelopes;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.Tests.Exchange;

/// <summary>How much memory a push takes, from the route to the answer, with a backend that answers at once.</summary>
/// <remarks>
/// All of it then runs on one thread, whose allocations are counted exactly: those of the transforms, of YARP and of HttpClient's messages;
/// not those of the server, of the sockets, and of tasks that wait. A debug build takes 8.6 and 10.5 kB.
/// </remarks>
public sealed class AllocationTests : IAsyncLifetime
{
    private const string Token = "the-token";
    private const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
    private const int Pushes = 500;

    private readonly Reader _reader = new();
    private readonly WebApplication _app;
    private RequestDelegate _pipeline = null!;
    private int _number;

    public AllocationTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["WeChat:Services:shop:AppId"] = "wx1",
            ["WeChat:Services:shop:Token"] = Token,
            ["WeChat:Services:shop:EncodingAesKey"] = AesKey,
            ["WeChat:Services:shop:Encryption"] = "Either",
            ["WeChat:Services:shop:MessagePath"] = "/wx",
            ["WeChat:Services:shop:MessageBackend"] = "http://backend",
            ["WeChat:Services:shop:UserInfo:Append"] = "false",
        });
        builder.WebHost.UseKestrelCore();
        builder.Services.AddRouting();
        builder.Services.AddReverseProxy()
            .AddWeChat(builder.Configuration.GetSection("WeChat"))
            .AddMessageGate<OpenGate>()
            .AddMessageRouter<NoRouter>();
        builder.Services.AddSingleton<IPushObserver>(_reader);
        builder.Services.AddSingleton<IForwarderHttpClientFactory, Clients>();
        _app = builder.Build();
    }

    public async ValueTask InitializeAsync()
    {
        Assert.Empty(await _app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync());
        var application = (IApplicationBuilder)_app;
        application.UseRouting();
        application.UseEndpoints(endpoints => endpoints.MapReverseProxy(proxy =>
        {
            proxy.UseWeChat();
            proxy.UseLoadBalancing();
        }));
        _pipeline = application.Build();
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData(false, 8_800)]
    [InlineData(true, 10_700)]
    public void A_push_takes_no_more_memory_than_it_needs(bool isEncrypted, int most)
    {
        // Until the ledger's tables and the pools have their size, and the code is compiled.
        Allocated(Prepare(isEncrypted));
        Allocated(Prepare(isEncrypted));

        var bytes = LeastOf(isEncrypted);

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a push.");
        Assert.InRange(bytes, 1, most);
    }

    [Fact]
    public void The_times_of_steps_take_one_small_object()
    {
        Allocated(Prepare(isEncrypted: true));
        Allocated(Prepare(isEncrypted: true));
        var without = LeastOf(isEncrypted: true);
        _reader.ReadsSteps = true;
        Allocated(Prepare(isEncrypted: true));

        var bytes = LeastOf(isEncrypted: true) - without;

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a push.");
        Assert.InRange(bytes, 100, 400);
    }

    [Theory]
    [InlineData(ActivityTraceFlags.Recorded, true)]
    [InlineData(ActivityTraceFlags.None, false)]
    public void An_observer_gets_the_id_of_a_trace_that_is_kept_and_of_no_other(ActivityTraceFlags flags, bool isTold)
    {
        var push = Push(isEncrypted: false);
        using var span = new Activity("request").SetIdFormat(ActivityIdFormat.W3C);
        span.ActivityTraceFlags = flags;
        span.Start();
        push.Features.Set<IHttpActivityFeature>(new RequestActivity { Activity = span });

        Allocated([push]);

        Assert.Equal(isTold ? span.TraceId.ToHexString() : "", _reader.TraceId);
        span.Stop();
        Allocated([Push(isEncrypted: false)]);
        Assert.Equal("", _reader.TraceId);
    }

    /// <summary>Returns the bytes of a push, the least of some measurements: a collection in between empties pools.</summary>
    private long LeastOf(bool isEncrypted) => Enumerable.Range(0, 3).Min(_ => Allocated(Prepare(isEncrypted))) / Pushes;

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

    private DefaultHttpContext[] Prepare(bool isEncrypted) => [.. Enumerable.Range(0, Pushes).Select(_ => Push(isEncrypted))];

    private DefaultHttpContext Push(bool isEncrypted)
    {
        var writer = new PushWriter(Token, AesKey, "wx1", TimeProvider.System);
        var text = "<xml><ToUserName><![CDATA[gh_0123456789ab]]></ToUserName><FromUserName><![CDATA[oBenchUser000000000000000042]]>"
            + $"</FromUserName><CreateTime>{TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}</CreateTime>"
            + "<MsgType><![CDATA[text]]></MsgType><Content><![CDATA[hello 你好]]></Content>"
            + $"<MsgId>{10_000_000_000 + _number++}</MsgId></xml>";
        var url = new Uri("http://gateway/wx");
        using var push = isEncrypted ? writer.Encrypted(url, "gh_0123456789ab", text) : writer.Plaintext(url, text);
        using var body = new MemoryStream();
        push.Content!.CopyTo(body, null, CancellationToken.None);

        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Features.Set<IRequestBodyPipeFeature>(new Body(PipeReader.Create(new(body.ToArray()))));
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Request.Method = "POST";
        context.Request.Scheme = "http";
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.Host = new HostString("wx.example.com");
        context.Request.Path = "/wx";
        context.Request.QueryString = new QueryString(push.RequestUri!.Query);
        context.Request.ContentLength = body.Length;
        context.Request.ContentType = "text/xml";
        context.Request.Headers.UserAgent = "Mozilla/4.0";
        context.Request.Headers.Accept = "*/*";
        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Connection.Id = "1";
        return context;
    }

    private sealed class Reader : IPushObserver
    {
        public bool ReadsSteps { get; set; }

        public string? TraceId { get; private set; }

        public void Ended(in EndedPush push) => TraceId = push.TraceId;
    }

    private sealed class RequestActivity : IHttpActivityFeature
    {
        public required Activity Activity { get; set; }
    }

    private sealed record Body(PipeReader Reader) : IRequestBodyPipeFeature;

    // A host with platforms has gates and routers. What is not for them must cost nothing.
    private sealed class OpenGate : IMessageGate
    {
        public ValueTask<Reply?> EnterAsync(MessageContext message, CancellationToken cancellationToken) => default;
    }

    private sealed class NoRouter : IMessageRouter
    {
        public Reply? Route(MessageContext message) => null;
    }

    private sealed class Clients : IForwarderHttpClientFactory
    {
        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(new Backend());
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
