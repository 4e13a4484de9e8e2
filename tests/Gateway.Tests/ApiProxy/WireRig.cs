using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Backends;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Gateway.Tests.ApiProxy;

/// <summary>A gateway whose WeChat is a script: it gives tokens that nobody may see, and answers everything else as a test says.</summary>
internal sealed class WireRig : IAsyncDisposable
{
    public const string Token = "TOKEN-that-nobody-may-see";
    public const string Secret = "planted-secret-of-the-account";
    public const string Ticket = "TICKET-that-all-share";

    private int _issued;

    private WireRig(ScriptedBackend weChat, RunningGateway gateway, CollectedLogs logs)
    {
        WeChat = weChat;
        Gateway = gateway;
        Logs = logs;
        weChat.Script = (call, context) => call.Path switch
        {
            "/base/cgi-bin/stable_token" when TokenAnswer is { } answer => ScriptedBackend.WriteAsync(context, answer),
            "/base/cgi-bin/stable_token" => ScriptedBackend.WriteAsync(
                context, $$"""{"access_token":"{{Token}}-{{Interlocked.Increment(ref _issued)}}","expires_in":7200}"""),
            "/base/cgi-bin/ticket/getticket" when TicketAnswer is { } answer => ScriptedBackend.WriteAsync(context, answer),
            "/base/cgi-bin/ticket/getticket" => ScriptedBackend.WriteAsync(
                context, $$"""{"errcode":0,"errmsg":"ok","ticket":"{{Ticket}}{{call.Query[^5..]}}","expires_in":7200}"""),
            _ => Answer(call, context),
        };
    }

    public ScriptedBackend WeChat { get; }

    public RunningGateway Gateway { get; }

    public CollectedLogs Logs { get; }

    public Func<BackendCall, HttpContext, Task> Answer { get; set; }
        = (_, context) => ScriptedBackend.WriteAsync(context, """{"errcode":0,"errmsg":"ok"}""");

    /// <summary>Gets or sets what WeChat answers to whoever asks for a token, in place of one.</summary>
    public string? TokenAnswer { get; set; }

    /// <summary>Gets or sets what WeChat answers to whoever asks for a ticket, in place of one.</summary>
    public string? TicketAnswer { get; set; }

    /// <summary>Gets the calls that were neither for a token nor for a ticket.</summary>
    public IReadOnlyList<BackendCall> Calls
        => [.. WeChat.Calls.Where(call => !call.Path.EndsWith("/stable_token", StringComparison.Ordinal))];

    public int TokensIssued => _issued;

    public static async Task<WireRig> StartAsync(params (string Key, string? Value)[] settings)
    {
        var weChat = await ScriptedBackend.StartAsync(TestContext.Current.CancellationToken);
        var configuration = new Dictionary<string, string?>
        {
            ["Gateway:WeChat:ApiUrl"] = weChat.Address + "/base",
            ["Gateway:Services:shop:AppId"] = "wx1",
            ["Gateway:Services:shop:AppSecret"] = Secret,
            ["Gateway:Services:shop:Token"] = "t",
            ["Gateway:Services:bare:AppId"] = "wx2",
            ["Gateway:Services:bare:Token"] = "t",
            ["Logging:LogLevel:Default"] = "Trace",
        };
        foreach (var (key, value) in settings)
        {
            configuration[key] = value;
        }

        var logs = new CollectedLogs();
        return new WireRig(weChat, await RunningGateway.StartAsync(configuration, logs, TestContext.Current.CancellationToken), logs);
    }

    public Task<HttpResponseMessage> SendAsync(string path, HttpMethod? method = null, HttpContent? content = null)
        => ApiProxy.Calls.SendAsync(Gateway.InternalAddress, path, method, content);

    public async Task<string> TextAsync(string path, HttpMethod? method = null, HttpContent? content = null)
    {
        using var response = await SendAsync(path, method, content);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await WeChat.DisposeAsync();
    }
}
