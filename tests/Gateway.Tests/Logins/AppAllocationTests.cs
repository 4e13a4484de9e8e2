using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Gateway.Tests.Telemetry;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>
/// How much memory a phone's request takes, from the route to the answer, with its session in memory and a backend that answers at once.
/// </summary>
/// <remarks>
/// All of it then runs on one thread, whose allocations are counted exactly: those of the gateway, of YARP and of HttpClient's messages;
/// not those of the server and of the sockets. A debug build takes 2.3 kB.
/// Runs alone: traces that another test listens to would be counted too.
/// </remarks>
[Collection(nameof(SilenceTests))]
public sealed class AppAllocationTests : IAsyncLifetime
{
    private const int Requests = 500;
    private const long Most = 2_600;
    private const string App = "wxmini0000000001";

    private readonly Sessions _sessions = new();
    private readonly WebApplication _app;
    private RequestDelegate _pipeline = null!;

    public AppAllocationTests() => _app = Program.Build(
        new GatewayEnvironment(AppContext.BaseDirectory, AppContext.BaseDirectory),
        [],
        [
            "--Gateway:Urls=http://127.0.0.1:7080",
            "--Gateway:InternalUrls=http://127.0.0.1:7081",
            "--Gateway:Database:Kind=Sqlite",
            "--Gateway:Services:mini:Kind=MiniProgram",
            $"--Gateway:Services:mini:AppId={App}",
            "--Gateway:Services:mini:AppSecret=the-secret",
            "--Gateway:Services:mini:Token=the-token",
            "--Gateway:Services:mini:Login:Backend=http://backend",
            "--Gateway:Services:mini:Login:BackendToken=the-token-of-the-backend",
            "--Logging:Console:LogLevel:Default=None",
        ],
        services => services.AddSingleton<ISessionStore>(_sessions).AddSingleton<IForwarderHttpClientFactory, Clients>());

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

    [Theory]
    [InlineData("a-token-of-a-user")]
    [InlineData(null)]
    public async Task A_request_takes_no_more_memory_than_it_needs(string? token)
    {
        // The session is read once. Later runs wait until the pools have their size, and the code is compiled.
        await _pipeline(Request(token));
        Allocated(Prepare(token));
        Allocated(Prepare(token));

        // The least of some: a collection in between empties pools.
        var bytes = Enumerable.Range(0, 3).Min(_ => Allocated(Prepare(token))) / Requests;

        TestContext.Current.TestOutputHelper?.WriteLine($"{bytes} bytes a request.");
        Assert.InRange(bytes, 1, Most);
        Assert.Equal(token is null ? 0 : 1, _sessions.Reads);
    }

    private long Allocated(DefaultHttpContext[] requests)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var request in requests)
        {
            Assert.True(_pipeline(request).IsCompletedSuccessfully);
        }

        var after = GC.GetAllocatedBytesForCurrentThread();
        var answers = requests.Select(request => (request.Response.StatusCode, request.Response.ContentLength)).Distinct();
        Assert.Equal((StatusCodes.Status200OK, Clients.Answer.Length), Assert.Single(answers));
        return after - before;
    }

    private DefaultHttpContext[] Prepare(string? token) => [.. Enumerable.Range(0, Requests).Select(_ => Request(token))];

    private DefaultHttpContext Request(string? token)
    {
        var context = new DefaultHttpContext { RequestServices = _app.Services };
        context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(Stream.Null));
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new NoBody());
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = "/app/orders";
        context.Request.Method = HttpMethods.Get;
        context.Request.Scheme = "http";
        context.Request.Protocol = HttpProtocol.Http11;
        context.Request.Host = new HostString("localhost");
        context.Request.Path = "/app/orders";
        context.Request.Headers.UserAgent = "Mozilla/4.0";
        context.Request.Headers.Accept = "*/*";
        context.Request.Headers["User-App"] = App;
        if (token is not null)
        {
            context.Request.Headers["User-Token"] = token;
        }

        context.Connection.RemoteIpAddress = IPAddress.Loopback;
        context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Connection.LocalPort = 7080;
        context.Connection.Id = "1";
        return context;
    }

    private sealed record NoBody : IHttpRequestBodyDetectionFeature
    {
        public bool CanHaveBody => false;
    }

    /// <summary>Has one session for every token.</summary>
    private sealed class Sessions : ISessionStore
    {
        public int Reads { get; private set; }

        public ValueTask<KeptSession?> FindAsync(byte[] digest, string app, DateTimeOffset now, CancellationToken cancellationToken)
        {
            Reads++;
            return ValueTask.FromResult<KeptSession?>(
                new KeptSession(new LoginUser(7, app, "the-openid"), new SessionTimes(now, now, now.AddDays(1))));
        }

        public ValueTask<IReadOnlyList<byte[]>?> AddAsync(
            byte[] digest, string app, long user, SessionTimes times, int perUser, CancellationToken cancellationToken)
            => throw NotAsked();

        public ValueTask SlideAsync(byte[] digest, DateTimeOffset seenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken)
            => throw NotAsked();

        public ValueTask<IReadOnlyList<SessionTimes>> ListAsync(long user, DateTimeOffset now, CancellationToken cancellationToken)
            => throw NotAsked();

        public ValueTask<bool> RemoveAsync(byte[] digest, CancellationToken cancellationToken) => throw NotAsked();

        public ValueTask<int> RemoveOfUserAsync(long user, CancellationToken cancellationToken) => throw NotAsked();

        public ValueTask<long> RemoveOfAppAsync(string app, CancellationToken cancellationToken) => throw NotAsked();

        private static InvalidOperationException NotAsked() => new("Requests of phones only find sessions.");
    }

    private sealed class Clients : IForwarderHttpClientFactory
    {
        public static readonly byte[] Answer = """{"orders":[]}"""u8.ToArray();

        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context) => new(new Backend());
    }

    private sealed class Backend : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var content = new ByteArrayContent(Clients.Answer);
            content.Headers.ContentLength = Clients.Answer.Length;
            return Task.FromResult(new HttpResponseMessage { Content = content, RequestMessage = request });
        }
    }
}
