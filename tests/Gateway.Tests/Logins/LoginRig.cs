using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Database.Settings;
using WxYarpGateway.Gateway.Tests.Hostile;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>A scripted WeChat, a gateway with the mini program <c>mini</c>, its backend, and phones.</summary>
public sealed class LoginRig : IAsyncDisposable
{
    public const string App = "wxmini0000000001";
    public const string OtherApp = "wxother000000001";
    public const string BackendToken = "token-of-the-backend";

    private readonly List<RunningGateway> _replicas = [];
    private readonly HttpClient _phone = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("login-");
    private Dictionary<string, string?> _settings = [];
    private Action<IServiceCollection> _replace = _ => { };

    private LoginRig(ScriptedWeChatServer weChat, ScriptedBackend backend) => (WeChat, Backend) = (weChat, backend);

    public ScriptedWeChatServer WeChat { get; }

    public ScriptedBackend Backend { get; }

    public RunningGateway Gateway { get; private set; } = null!;

    public CollectedLogs Logs { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>
    /// Starts everything. The code <c>c-x</c> stands for the openid <c>o-x</c> once; <c>BACKEND</c> in a setting for the backend's address.
    /// </summary>
    public static Task<LoginRig> StartAsync(params (string Key, string? Value)[] settings) => StartAsync(_ => { }, settings);

    /// <summary>Starts everything, with services of the test's in the place of the gateway's.</summary>
    public static async Task<LoginRig> StartAsync(Action<IServiceCollection> replace, params (string Key, string? Value)[] settings)
    {
        var rig = new LoginRig(await ScriptedWeChatServer.StartAsync(Cancelled), await ScriptedBackend.StartAsync(Cancelled))
        {
            _replace = replace,
        };
        rig.AnswersCodes();
        rig._settings = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = rig.WeChat.Address,
            ["Gateway:Services:mini:Kind"] = "MiniProgram",
            ["Gateway:Services:mini:AppId"] = App,
            ["Gateway:Services:mini:AppSecret"] = "secret",
            ["Gateway:Services:mini:Token"] = SignedPush.Token,
            ["Gateway:Services:mini:MessagePath"] = "/mini",
            ["Gateway:Services:mini:MessageBackend"] = "BACKEND",
            ["Gateway:Services:mini:Login:Backend"] = "BACKEND",
            ["Gateway:Services:mini:Login:BackendToken"] = BackendToken,
            ["Gateway:Services:mini:Login:RequireLogin:0"] = "/private/*",
            ["Gateway:Services:other:Kind"] = "MiniProgram",
            ["Gateway:Services:other:AppId"] = OtherApp,
            ["Gateway:Services:other:AppSecret"] = "secret",
            ["Gateway:Services:other:Token"] = "token",
            ["Gateway:Services:other:Login:Backend"] = "BACKEND",
        };
        foreach (var (key, value) in settings)
        {
            rig._settings[key.StartsWith("ReverseProxy", StringComparison.Ordinal) ? key : $"Gateway:{key}"] = value;
        }

        foreach (var (key, value) in rig._settings.ToList())
        {
            rig._settings[key] = value?.Replace("BACKEND", rig.Backend.Address, StringComparison.Ordinal);
        }

        rig.Gateway = await rig.StartReplicaAsync();
        return rig;
    }

    /// <summary>Starts another gateway of the same configuration, over the same database.</summary>
    public async Task<RunningGateway> StartReplicaAsync()
    {
        var replica = await RunningGateway.StartAsync(
            _settings,
            Logs,
            services =>
            {
                services.AddSingleton(new DataFolder(_folder.FullName));
                _replace(services);
            },
            Cancelled);
        _replicas.Add(replica);
        return replica;
    }

    /// <summary>Logs in; returns the token.</summary>
    public async Task<string> LogInAsync(string user = "x", string app = App, RunningGateway? at = null)
    {
        using var answer = await PostAsync("/login", new { code = $"c-{user}" }, app, at: at);
        return answer.RootElement.GetProperty("data").GetProperty("token").GetString()!;
    }

    /// <summary>Calls a login path; returns what it answers, which must be HTTP 200.</summary>
    public async Task<JsonDocument> PostAsync(
        string path, object body, string? app = App, string? token = null, RunningGateway? at = null)
    {
        using var response = await SendAsync(HttpMethod.Post, path, app, token, JsonContent.Create(body), at);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
    }

    /// <summary>Sends a request as a phone does.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? app = App,
        string? token = null,
        HttpContent? body = null,
        RunningGateway? at = null,
        params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, new Uri((at ?? Gateway).Address, path)) { Content = body };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        if (app is not null)
        {
            request.Headers.Add("User-App", app);
        }

        if (token is not null)
        {
            request.Headers.Add("User-Token", token);
        }

        return await _phone.SendAsync(request, Cancelled);
    }

    /// <summary>Calls an endpoint of the internal listener.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path)
        => _phone.SendAsync(new HttpRequestMessage(method, new Uri(Gateway.InternalAddress, path)), Cancelled);

    /// <summary>Returns the status of an answer.</summary>
    public static async Task<int> StatusOf(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return json.RootElement.GetProperty("status").GetInt32();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }

        await Backend.DisposeAsync();
        await WeChat.DisposeAsync();
        _phone.Dispose();
        _folder.Delete(recursive: true);
    }

    private void AnswersCodes()
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        WeChat.Script.When("/sns/jscode2session", (call, _) =>
        {
            var code = call.Query("js_code")!;
            lock (used)
            {
                return Task.FromResult(ScriptedWeChat.Json(
                    !code.StartsWith("c-", StringComparison.Ordinal) ? """{"errcode":40029,"errmsg":"invalid code"}"""
                    : !used.Add(code) ? """{"errcode":40163,"errmsg":"code been used"}"""
                    : $$"""{"openid":"o-{{code[2..]}}","session_key":"tiihtNczf5v6AKRyjwEUhQ==","unionid":"u-{{code[2..]}}"}"""));
            }
        });
    }
}
