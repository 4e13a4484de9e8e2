using System.Net;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Testing.WeChat;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>What users write is looked at by WeChat before the backend gets it.</summary>
public sealed class ContentCheckTests : IAsyncLifetime
{
    private const string Check = "/wxa/msg_sec_check";
    private const string Header = "X-WeChat-Content-Check";

    private LoginRig _rig = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        const string check = "Services:mini:Login:ContentCheck:0";
        _rig = await LoginRig.StartAsync(
            ($"{check}:Paths:0", "/comments/*"), ($"{check}:Fields:0", "content"), ($"{check}:Fields:1", "title"), ($"{check}:Scene", "3"));
        _token = await _rig.LogInAsync();
        Says("pass", 100);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_harmless_text_reaches_the_backend_as_it_was()
    {
        const string body = """{"content":"好书😀","title":"t","other":1}""";

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(body)).StatusCode);

        Assert.Equal(body, _rig.Backend.OnlyCall.Text);
        Assert.False(_rig.Backend.OnlyCall.Headers.ContainsKey(Header));
        var asked = _rig.WeChat.Script.Calls.Where(call => call.Path == Check)
            .Select(call => JsonDocument.Parse(call.Body).RootElement).ToList();
        Assert.Equal(["好书😀", "t"], asked.Select(ask => ask.GetProperty("content").GetString()));
        Assert.All(asked, ask => Assert.Equal(
            (2, 3, "o-x"),
            (ask.GetProperty("version").GetInt32(), ask.GetProperty("scene").GetInt32(), ask.GetProperty("openid").GetString())));
    }

    [Fact]
    public async Task A_risky_text_never_reaches_it_and_a_doubtful_one_is_flagged()
    {
        Says("risky", 20002);
        using var answer = await PostAsync("""{"content":"x"}""");
        using var refused = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal((10002, "content"), (
            refused.RootElement.GetProperty("status").GetInt32(), refused.RootElement.GetProperty("message").GetString()));
        Assert.Empty(_rig.Backend.Calls);

        Says("review", 21000);
        await PostAsync("""{"content":"x"}""");
        Assert.Equal("review; label=21000", _rig.Backend.OnlyCall.Headers[Header]);
    }

    [Theory]
    [InlineData("""{"content":"fine","content":"x"}""")]
    [InlineData("""{"content":"x","content":"fine"}""")]
    [InlineData("""{"Content":"x"}""")]
    [InlineData("""{"\u0063ontent":"x"}""")]
    [InlineData("""{"content":["fine",{"a":["x"]}]}""")]
    public async Task However_a_backend_reads_the_text_it_was_checked(string body)
    {
        _rig.WeChat.Script.When(Check, (call, _) => Task.FromResult(ScriptedWeChat.Json(
            JsonDocument.Parse(call.Body).RootElement.GetProperty("content").GetString() == "x"
                ? """{"errcode":0,"result":{"suggest":"risky","label":20001}}"""
                : """{"errcode":0,"result":{"suggest":"pass","label":100}}""")));

        await PostAsync(body);

        Assert.Empty(_rig.Backend.Calls);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[\"x\"]")]
    [InlineData("""{"content":"\ud800"}""")]
    public async Task What_cannot_be_read_has_no_verdict(string body)
    {
        await PostAsync(body);

        Assert.Equal("unknown", _rig.Backend.OnlyCall.Headers[Header]);
        Assert.Equal(body, _rig.Backend.OnlyCall.Text);
    }

    [Fact]
    public async Task A_large_body_passes_whole_and_without_a_verdict()
    {
        var body = $$"""{"content":"{{new string('x', 200_000)}}"}""";

        await PostAsync(body);

        Assert.Equal("unknown", _rig.Backend.OnlyCall.Headers[Header]);
        Assert.Equal(body, _rig.Backend.OnlyCall.Text);
    }

    [Theory]
    [InlineData("""{"errcode":61010,"errmsg":"user has not been here lately"}""")]
    [InlineData("""{"errcode":45009,"errmsg":"quota"}""")]
    [InlineData("""{"errcode":0}""")]
    public async Task Without_an_answer_of_WeChats_there_is_no_verdict(string answer)
    {
        _rig.WeChat.Script.When(Check, answer);

        await PostAsync("""{"content":"x"}""");

        Assert.Equal("unknown", _rig.Backend.OnlyCall.Headers[Header]);
    }

    [Fact]
    public async Task WeChat_is_waited_for_no_longer_than_a_moment_and_strangers_have_no_verdict()
    {
        _rig.WeChat.Script.WhenHangs(Check);
        var start = TimeProvider.System.GetTimestamp();
        await PostAsync("""{"content":"x"}""");
        Assert.InRange(TimeProvider.System.GetElapsedTime(start), TimeSpan.FromSeconds(1.4), TimeSpan.FromSeconds(8));

        await PostAsync("""{"content":"x"}""", token: null, (Header, "pass"));
        Assert.All(_rig.Backend.Calls, call => Assert.Equal("unknown", call.Headers[Header]));
    }

    [Fact]
    public async Task A_long_text_is_asked_about_in_pieces_that_cut_no_character()
    {
        await PostAsync($$"""{"content":"{{string.Concat(Enumerable.Repeat("a😀", 1_000))}}"}""");

        var pieces = _rig.WeChat.Script.Calls.Where(call => call.Path == Check)
            .Select(call => JsonDocument.Parse(call.Body).RootElement.GetProperty("content").GetString()!).ToList();
        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 2_500));
        Assert.Equal(string.Concat(Enumerable.Repeat("a😀", 1_000)), string.Concat(pieces));
    }

    [Fact]
    public async Task Other_paths_are_not_looked_at()
    {
        using var response = await _rig.SendAsync(HttpMethod.Post, "/app/notes", token: _token, body: Json("""{"content":"x"}"""));

        Assert.Single(_rig.Backend.Calls);
        Assert.DoesNotContain(_rig.WeChat.Script.Calls, call => call.Path == Check);
    }

    private void Says(string suggest, int label)
        => _rig.WeChat.Script.When(Check, $$$"""{"errcode":0,"result":{"suggest":"{{{suggest}}}","label":{{{label}}}}}""");

    private Task<HttpResponseMessage> PostAsync(string body) => PostAsync(body, _token);

    private Task<HttpResponseMessage> PostAsync(string body, string? token, params (string Name, string Value)[] headers)
        => _rig.SendAsync(HttpMethod.Post, "/app/comments/1", token: token, body: Json(body), headers: headers);

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");
}
