using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Gateway.Tests.OAuth;

/// <summary>Gateways with one service for redirects, a WeChat that takes each code once, and a backend; all over real sockets.</summary>
internal sealed class OAuthRig : IAsyncDisposable
{
    public const string AppId = "wxredirects";
    public const string Secret = "planted-secret-of-the-account";
    public const string OAuthToken = "planted-oauth-token-of-the-user";
    public const string OpenId = "oUser-planted-0123456789";
    public const string PublicUrl = "https://wx.example.com/base";

    private readonly List<RunningGateway> _replicas = [];
    private readonly ConcurrentDictionary<string, bool> _used = [];
    private readonly Dictionary<string, string?> _configuration;

    private OAuthRig(ScriptedBackend weChat, ScriptedBackend backend, Dictionary<string, string?> configuration)
    {
        WeChat = weChat;
        Backend = backend;
        _configuration = configuration;
        weChat.Script = AnswerAsync;
    }

    public ScriptedBackend WeChat { get; }

    public ScriptedBackend Backend { get; }

    public RunningGateway Gateway => _replicas[0];

    public RunningGateway Second => _replicas[1];

    /// <summary>Gets or sets the scope that users grant.</summary>
    public string Scope { get; set; } = "snsapi_base";

    /// <summary>Gets or sets a value indicating whether users come from a snapshot page.</summary>
    public bool IsSnapshot { get; set; } = true;

    /// <summary>Gets or sets whose a code is.</summary>
    public Func<string, string> OpenIdOf { get; set; } = _ => OpenId;

    /// <summary>Gets or sets what WeChat answers to whoever exchanges a code, in place of a grant.</summary>
    public Func<HttpContext, Task>? Exchange { get; set; }

    /// <summary>Gets or sets what WeChat answers to whoever asks for a profile, in place of one.</summary>
    public Func<HttpContext, Task>? Profile { get; set; }

    public int Exchanges => WeChat.Calls.Count(call => call.Path == "/sns/oauth2/access_token");

    public int Profiles => WeChat.Calls.Count(call => call.Path == "/sns/userinfo");

    public static Task<OAuthRig> StartAsync(CancellationToken cancellationToken, params (string Key, string Value)[] settings)
        => StartAsync(replicas: 1, log: null, cancellationToken, settings);

    public static async Task<OAuthRig> StartAsync(
        int replicas, ILoggerProvider? log, CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        var weChat = await ScriptedBackend.StartAsync(cancellationToken);
        var backend = await ScriptedBackend.StartAsync(cancellationToken);
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:PublicUrl"] = PublicUrl,
            ["Gateway:WeChat:ApiUrl"] = weChat.Address,
            ["Gateway:WeChat:OpenUrl"] = "https://open.example.com/pages/",
            ["Gateway:Services:shop:AppId"] = AppId,
            ["Gateway:Services:shop:AppSecret"] = Secret,
            ["Gateway:Services:shop:Token"] = "t",
            ["Gateway:Services:shop:MessagePath"] = "/wx",
            ["Gateway:Services:shop:OAuthPath"] = "/redirect",
            ["Gateway:Services:shop:OAuthBackend"] = backend.Address + "/menu/redirect",
            ["Gateway:Services:shop:OAuthUserInfoFlag"] = "login",
            ["Gateway:Services:shop:OAuthReturnHosts:0"] = "shop.example.com",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key.StartsWith("ReverseProxy", StringComparison.Ordinal) ? key : $"Gateway:{key}"] = value.Replace(
                "BACKEND", backend.Address, StringComparison.Ordinal);
        }

        var rig = new OAuthRig(weChat, backend, configuration);
        for (var number = 0; number < replicas; number++)
        {
            rig._replicas.Add(log is null
                ? await RunningGateway.StartAsync(rig._configuration, cancellationToken)
                : await RunningGateway.StartAsync(rig._configuration, log, cancellationToken));
        }

        return rig;
    }

    /// <summary>Redirects a gateway as a browser that follows no redirects and keeps no cookies.</summary>
    public static async Task<HttpResponseMessage> RedirectAsync(
        RunningGateway gateway, string target, params (string Name, string Value)[] headers)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, target));
        foreach (var (name, value) in headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value));
        }

        return await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> RedirectAsync(string target, params (string Name, string Value)[] headers)
        => RedirectAsync(Gateway, target, headers);

    /// <summary>Begins a redirect; returns the state that WeChat is to bring back, and the cookie that the browser then has.</summary>
    public async Task<(string State, string Cookie)> BeginAsync(string query)
    {
        using var response = await RedirectAsync("/redirect/start" + query);
        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        var location = response.Headers.Location!.OriginalString;
        var state = System.Web.HttpUtility.ParseQueryString(new Uri(location).Query)["state"]!;
        return (state, response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
    }

    private Task AnswerAsync(BackendCall call, HttpContext context) => call.Path switch
    {
        "/sns/oauth2/access_token" when Exchange is { } exchange => exchange(context),
        "/sns/oauth2/access_token" when !_used.TryAdd(call.Query, true) => ScriptedBackend.WriteAsync(context, """{"errcode":40163,"errmsg":"code been used, rid: 6"}"""),
        "/sns/oauth2/access_token" => ScriptedBackend.WriteAsync(
            context, $$"""{"access_token":"{{OAuthToken}}","expires_in":7200,"refresh_token":"planted-refresh-token","openid":"{{OpenIdOf(call.CodeOfOAuth())}}","unionid":"oUnion","scope":"{{Scope}}","is_snapshotuser":{{(IsSnapshot ? 1 : 0)}}}""", contentType: "text/plain"),
        "/sns/userinfo" when Profile is { } profile => profile(context),
        "/sns/userinfo" => ScriptedBackend.WriteAsync(context, $$"""{ "openid":"{{OpenId}}", "nickname":"小明", "privilege":[] }""", contentType: "text/plain"),
        _ => ScriptedBackend.WriteAsync(context, """{"errcode":-1,"errmsg":"not asked for"}"""),
    };
}
