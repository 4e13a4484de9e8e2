using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace WxYarpGateway.Testing.WeChat;

/// <summary>
/// WeChat as a test wants it: answers by path, and remembers what it was asked. Unscripted, it issues TOKEN-1, TOKEN-2, …
/// </summary>
public sealed class ScriptedWeChat : HttpMessageHandler
{
    private readonly ConcurrentQueue<WeChatCall> _calls = [];
    private readonly ConcurrentDictionary<string, Func<WeChatCall, CancellationToken, Task<HttpResponseMessage>>> _scripts = [];
    private int _issued;

    public IReadOnlyList<WeChatCall> Calls => [.. _calls];

    public IReadOnlyList<WeChatCall> TokenCalls => [.. _calls.Where(call => IsTokenPath(call.Path))];

    public static HttpResponseMessage Json(string json, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(json, Encoding.UTF8, "text/plain") };

    public static string TokenJson(string token, int expiresIn = 7200) => $$"""{"access_token":"{{token}}","expires_in":{{expiresIn}}}""";

    /// <summary>Answers every call of the path so.</summary>
    public void When(string path, Func<WeChatCall, CancellationToken, Task<HttpResponseMessage>> answer) => _scripts[path] = answer;

    /// <summary>Answers every call of the path with the JSON.</summary>
    public void When(string path, string json) => When(path, (_, _) => Task.FromResult(Json(json)));

    /// <summary>Answers the calls of the path with one JSON after the other, and for ever with the last.</summary>
    public void WhenInTurn(string path, params string[] answers)
    {
        var turn = 0;
        When(path, (_, _) => Task.FromResult(Json(answers[Math.Min(Interlocked.Increment(ref turn), answers.Length) - 1])));
    }

    /// <summary>Lets the path's calls hang until they are given up.</summary>
    public void WhenHangs(string path) => When(path, async (_, cancellationToken) =>
    {
        await Task.Delay(Timeout.Infinite, cancellationToken);
        throw new InvalidOperationException("An endless wait ended.");
    });

    public HttpResponseMessage NextToken(int expiresIn = 7200) => Json(TokenJson($"TOKEN-{Interlocked.Increment(ref _issued)}", expiresIn));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var call = new WeChatCall(request.Method, request.RequestUri!, body, request.Content?.Headers.ContentType?.ToString());
        _calls.Enqueue(call);
        if (_scripts.TryGetValue(call.Path, out var script))
        {
            return await script(call, cancellationToken);
        }

        return IsTokenPath(call.Path) ? NextToken() : Json("""{"errcode":0,"errmsg":"ok"}""");
    }

    private static bool IsTokenPath(string path) => path is "/cgi-bin/token" or "/cgi-bin/stable_token";
}
