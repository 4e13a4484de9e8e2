using System.Globalization;
using System.Text;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Backends;

namespace WxYarpGateway.Conformance.Replay;

/// <summary>
/// Plays one case on a gateway of its own: WeChat's pushes from the simulator, WeChat's API and the backend as the case scripts them.
/// </summary>
internal sealed class ReplayRun : IAsyncDisposable
{
    /// <summary>The token that WeChat gives out; a case may say that it must be seen nowhere.</summary>
    private const string Token = "TOKEN-of-replay";

    private readonly ReplayCase _case;
    private readonly ReplayPush? _push;
    private readonly TestRig _rig;
    private readonly ScriptedBackend _weChat;
    private readonly ScriptedBackend _unproven;

    private ReplayRun(ReplayCase @case, ReplayPush? push, TestRig rig, ScriptedBackend weChat, ScriptedBackend unproven)
    {
        _case = @case;
        _push = push;
        _rig = rig;
        _weChat = weChat;
        _unproven = unproven;
    }

    public IReadOnlyList<BackendCall> BackendCalls => [.. _rig.Backend.Calls, .. _unproven.Calls];

    public IReadOnlyList<BackendCall> WeChatCalls => _weChat.Calls;

    public static async Task<ReplayRun> StartAsync(ReplayFile file, ReplayCase @case, CancellationToken cancellationToken)
    {
        var weChat = await ScriptedBackend.StartAsync(cancellationToken);
        var unproven = await ScriptedBackend.StartWithUnprovenCertificateAsync(cancellationToken);
        var backend = await ScriptedBackend.StartAsync(cancellationToken);
        var isUserAskedFor = @case.WeChat.ContainsKey("/cgi-bin/user/info");
        (string Key, string Value)[] settings =
        [
            ("WeChat:ApiUrl", weChat.Address),
            .. TestRig.WithBackend.Select(service => ($"Services:{service}:UserInfo:Append", isUserAskedFor ? "true" : "false")),
            .. file.Settings.Concat(@case.Settings).Select(setting => (
                setting.Key,
                setting.Value.Replace("{backend}", backend.Address, StringComparison.Ordinal).Replace(
                    "{unproven backend}", unproven.Address, StringComparison.Ordinal))),
        ];
        var rig = await TestRig.StartAsync(backend, cancellationToken, settings);
        weChat.Script = (call, context) => @case.WeChat.TryGetValue(call.Path, out var answer)
            ? answer.WriteAsync(context)
            : ScriptedBackend.WriteAsync(context, Unasked(call.Path));
        (backend.Script, unproven.Script) = (
            (_, context) => @case.Backend.WriteAsync(context), (_, context) => @case.Backend.WriteAsync(context));
        return new ReplayRun(@case, @case.Push ?? (@case.Request is null ? file.Push : null), rig, weChat, unproven);
    }

    /// <summary>Sends what the case sends, and returns the answers.</summary>
    public async Task<IReadOnlyList<ReplayResult>> SendAsync(string to, CancellationToken cancellationToken)
        => _push is { } push
            ? await Task.WhenAll(Enumerable.Range(1, push.Copies).Select(copy => PushAsync(to, push, copy)))
            : await Task.WhenAll(
                Enumerable.Range(1, _case.Request!.Copies).Select(copy => RequestAsync(_case.Request, copy, cancellationToken)));

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _weChat.DisposeAsync();
        await _unproven.DisposeAsync();
    }

    private static string Unasked(string path) => path is "/cgi-bin/token" or "/cgi-bin/stable_token"
        ? $$"""{"access_token":"{{Token}}","expires_in":7200}"""
        : """{"errcode":0,"errmsg":"ok"}""";

    private static string Numbered(string text, int copy)
        => text.Replace("{n}", copy.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    private async Task<ReplayResult> PushAsync(string to, ReplayPush push, int copy)
    {
        var text = push.Fields is { } name ? FieldCase.Named(name).Push : push.Text;
        var result = await _rig.PushAsync(to, PushedMessage.Raw(Numbered(text, copy)), new PushOptions { MaxDeliveries = 1 });
        return new ReplayResult(result.Last.Status ?? 0, result.Last.Headers, Encoding.UTF8.GetBytes(result.Last.Body), result.Last.Elapsed)
        {
            Reply = result.Reply,
            Problem = result.Last.Problem,
        };
    }

    private async Task<ReplayResult> RequestAsync(ReplayRequest request, int copy, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var listener = request.IsInternal ? _rig.Gateway.InternalAddress : _rig.Gateway.Address;
        using var message = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(listener, Numbered(request.Url, copy)));
        if (request.Body is { } text)
        {
            message.Content = new StringContent(text, Encoding.UTF8);
            message.Content.Headers.Remove("Content-Type");
            message.Content.Headers.TryAddWithoutValidation("Content-Type", request.ContentType);
        }

        foreach (var (name, value) in request.Headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        var started = TimeProvider.System.GetTimestamp();
        using var response = await http.SendAsync(message, cancellationToken);
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);
        return new ReplayResult((int)response.StatusCode, headers, body, TimeProvider.System.GetElapsedTime(started));
    }
}
