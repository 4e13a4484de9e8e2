using System.Text;
using System.Text.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.UserInfo;

namespace WxYarpGateway.Transforms.Tests.UserInfo;

public sealed class UserInfoTransformTests : IAsyncDisposable
{
    private const string Path = "/cgi-bin/user/info";
    private const string OpenId = "oOPENID-0123456789-abcdefghi";
    private const string User = """{"subscribe":1,"openid":"oOPENID-0123456789-abcdefghi","remark":"你好 😀","tagid_list":[1,2]}""";

    private readonly TestHost _host = new();
    private readonly FakeCache _cache = new();
    private readonly UserInfoTransform _transform;

    public UserInfoTransformTests()
    {
        _transform = new UserInfoTransform(
            new UserInfoSource(_host.Api, new BestEffortCache(_cache, _host.Clock, _host.Logger<BestEffortCache>()), _host.Clock,
                _host.Logger<UserInfoSource>()),
            _host.PushMetrics,
            _host.Clock);
        _host.WeChat.When(Path, User);
    }

    private int Asked => _host.WeChat.Calls.Count(call => call.Path == Path);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("{}", "{\"userInfo\":" + User + "}")]
    [InlineData("""{"a":1}""", """{"a":1,"userInfo":""" + User + "}")]
    [InlineData("""{"a":{"b":[]}}""", """{"a":{"b":[]},"userInfo":""" + User + "}")]
    public async Task What_WeChat_knows_of_the_user_is_added_as_WeChat_wrote_it(string body, string expected)
    {
        var message = Message(body: body);

        Assert.Equal(expected, await BodyAsync(message));

        var call = Assert.Single(_host.WeChat.Calls, call => call.Path == Path);
        Assert.Equal(OpenId, call.Query("openid"));
        Assert.Equal("zh_CN", call.Query("lang"));
    }

    [Theory]
    [InlineData("{}", """{"userInfoError":""")]
    [InlineData("""{"a":1}""", """{"a":1,"userInfoError":""")]
    public async Task Why_it_is_missing_is_added_as_a_sentence(string body, string begin)
    {
        _host.WeChat.When(Path, """{"errcode":40003,"errmsg":"invalid \"openid\" \\ 你好 hint"}""");

        var json = await BodyAsync(Message(body: body));

        Assert.StartsWith(begin, json, StringComparison.Ordinal);
        Assert.Contains(
            "invalid \"openid\" \\ 你好 hint",
            JsonDocument.Parse(json).RootElement.GetProperty("userInfoError").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_asked_for_once_and_cached_as_long_as_the_service_says()
    {
        var service = TestHost.Service(options => options.UserInfo.CacheFor = TimeSpan.FromMinutes(7));

        var first = await BodyAsync(Message(service));
        var second = await BodyAsync(Message(service));

        Assert.Equal(first, second);
        Assert.Equal(1, Asked);
        Assert.Equal(TimeSpan.FromMinutes(7), Assert.Single(_cache.Options).AbsoluteExpirationRelativeToNow);
    }

    [Fact]
    public async Task Users_languages_and_accounts_are_cached_apart()
    {
        await BodyAsync(Message());
        await BodyAsync(Message(openId: "oAnother"));
        await BodyAsync(Message(TestHost.Service(options => options.UserInfo.Language = "en")));
        await BodyAsync(Message(TestHost.Service(options => options.AppId = "wx-another")));

        Assert.Equal(4, Asked);
        Assert.Equal(4, _cache.Entries.Count);
    }

    [Fact]
    public async Task A_hundred_messages_of_one_user_at_once_ask_once()
    {
        var answer = new TaskCompletionSource();
        _host.WeChat.When(Path, async (_, _) =>
        {
            await answer.Task;
            return ScriptedWeChat.Json(User);
        });

        var bodies = Enumerable.Range(0, 100).Select(
            _ => Task.Run(() => BodyAsync(Message()), TestContext.Current.CancellationToken)).ToArray();
        await Eventually.HoldsAsync(
            () => Asked == 1 && _host.Clock.WaitingTimers >= 100, "all wait", TestContext.Current.CancellationToken);
        answer.SetResult();

        Assert.All(await Task.WhenAll(bodies), body => Assert.Contains("userInfo\":{", body, StringComparison.Ordinal));
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_message_waits_one_second_at_most_and_the_next_finds_the_answer()
    {
        var answer = new TaskCompletionSource();
        _host.WeChat.When(Path, async (_, _) =>
        {
            await answer.Task;
            return ScriptedWeChat.Json(User);
        });
        var body = BodyAsync(Message());
        await Eventually.HoldsAsync(() => Asked == 1, "WeChat is asked", TestContext.Current.CancellationToken);

        _host.Clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.False(body.IsCompleted);
        _host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("""{"userInfoError":"WeChat did not tell the user's info within 1 s."}""", await body);

        answer.SetResult();
        await Eventually.HoldsAsync(() => !_cache.Entries.IsEmpty, "the answer is cached", TestContext.Current.CancellationToken);
        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
        Assert.Equal(1, Asked);
    }

    [Fact]
    public async Task A_cache_that_hangs_delays_a_message_by_one_second_and_is_given_up_in_the_end()
    {
        _cache.Hangs = true;
        var body = BodyAsync(Message());

        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("""{"userInfoError":""", await body, StringComparison.Ordinal);

        _host.Clock.Advance(TimeSpan.FromSeconds(14));
        await Eventually.HoldsAsync(() => _host.Logs.Lines.Count > 0, "the look-up is given up", TestContext.Current.CancellationToken);
        _cache.Hangs = false;
        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_is_given_up_does_not_wait()
    {
        _host.WeChat.WhenHangs(Path);
        using var giveUp = new CancellationTokenSource();
        var reply = _transform.InvokeAsync(Message(), Pushes.Answering(Reply.Success), giveUp.Token).AsTask();
        await Eventually.HoldsAsync(() => Asked == 1, "WeChat is asked", TestContext.Current.CancellationToken);

        await giveUp.CancelAsync();

        Assert.Same(Reply.Success, await reply);
    }

    public static TheoryData<string, string, string, Action<ServiceOptions>?> NotAskedFor() => new()
    {
        { "event", "unsubscribe", OpenId, null },
        { "text", "", "", null },
        { "text", "", OpenId, options => options.UserInfo.Append = false },
        { "text", "", OpenId, options => options.Kind = ServiceKind.MiniProgram },
        { "text", "", OpenId, options => options.Kind = ServiceKind.ChannelsShop },
    };

    [Theory]
    [MemberData(nameof(NotAskedFor), DisableDiscoveryEnumeration = true)]
    public async Task Where_there_is_nothing_to_be_known_WeChat_is_not_asked(
        string type, string @event, string openId, Action<ServiceOptions>? configure)
    {
        var message = Message(TestHost.Service(configure), openId: openId);
        message.Head = message.Head with { MsgType = type, Event = @event };

        Assert.Equal("{}", await BodyAsync(message));
        Assert.Empty(_host.WeChat.Calls);
    }

    [Theory]
    [InlineData(48001)]
    [InlineData(45009)]
    public async Task An_account_that_may_not_ask_is_not_asked_for_again_for_ten_minutes(int errorCode)
    {
        _host.WeChat.When(Path, $$"""{"errcode":{{errorCode}},"errmsg":"no"}""");
        var first = await BodyAsync(Message());
        _host.WeChat.When(Path, User);

        Assert.Equal(first, await BodyAsync(Message()));
        Assert.Equal(first, await BodyAsync(Message(openId: "oAnother")));
        Assert.Contains(errorCode.ToString(null as IFormatProvider), first, StringComparison.Ordinal);
        Assert.Equal(1, Asked);

        // The refusal is that account's alone.
        Assert.Contains(
            "\"userInfo\":{",
            await BodyAsync(Message(TestHost.Service(options => options.AppId = "wx-another"))),
            StringComparison.Ordinal);

        _host.Clock.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        Assert.Equal(first, await BodyAsync(Message()));
        _host.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_that_are_known_stay_known_while_the_quota_is_used_up()
    {
        _host.WeChat.When(Path, User);
        await BodyAsync(Message());
        _host.WeChat.When(Path, """{"errcode":45009,"errmsg":"no"}""");
        await BodyAsync(Message(openId: "oAnother"));

        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{} ,\"MsgType\":\"event\"")]
    [InlineData("{")]
    [InlineData("{\"nickname\":\"\xff\"}")]
    public async Task What_is_no_object_in_the_cache_is_not_believed(string cached)
    {
        _host.WeChat.When(Path, User);
        var good = await BodyAsync(Message());
        _cache.Entries[_cache.Entries.Keys.Single()] = Encoding.Latin1.GetBytes(cached);

        Assert.Equal(good, await BodyAsync(Message()));
        Assert.Equal(2, Asked);
    }

    [Fact]
    public async Task Another_error_is_not_remembered()
    {
        _host.WeChat.When(Path, """{"errcode":40003,"errmsg":"invalid openid"}""");
        await BodyAsync(Message());
        _host.WeChat.When(Path, User);

        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
        Assert.Single(_cache.Entries);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task A_cache_that_throws_costs_a_call_and_a_warning(bool reading, bool writing)
    {
        (_cache.ReadingThrows, _cache.WritingThrows) = (reading, writing);

        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);
        Assert.Contains("\"userInfo\":{", await BodyAsync(Message()), StringComparison.Ordinal);

        Assert.Equal(2, Asked);
        Assert.Contains(_host.Logs.Lines, line => line.StartsWith("Warning CacheFailed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"errcode":40003,"errmsg":"invalid TOKEN-1 for the-secret of oOPENID-0123456789-abcdefghi"}""")]
    [InlineData("""{"errcode":48001,"errmsg":"access_token=TOKEN-1&secret=the-secret&openid=oOPENID-0123456789-abcdefghi"}""")]
    [InlineData("<html>TOKEN-1 the-secret</html>")]
    [InlineData("")]
    public async Task No_error_tells_a_token_a_secret_or_an_openid(string answer)
    {
        _host.WeChat.When(Path, answer);

        var body = BodyAsync(Message());
        await Eventually.HoldsAsync(
            () =>
            {
                _host.Clock.Advance(TimeSpan.FromMilliseconds(10));
                return body.IsCompleted;
            },
            "the message goes on",
            TestContext.Current.CancellationToken);

        var sentence = JsonDocument.Parse(await body).RootElement.GetProperty("userInfoError").GetString()!;
        Assert.NotEmpty(sentence);
        Assert.All(["TOKEN-1", "the-secret", OpenId], secret =>
        {
            Assert.DoesNotContain(secret, sentence, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, _host.Logs.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_service_without_a_secret_says_so()
    {
        Assert.Contains("Set the AppSecret", await BodyAsync(Message(Pushes.Service())), StringComparison.Ordinal);
        Assert.Empty(_host.WeChat.Calls);
    }

    [Fact]
    public async Task The_reply_passes_as_it_is()
    {
        var reply = new TextReply("hello");

        Assert.Same(reply, await _transform.InvokeAsync(Message(), Pushes.Answering(reply), TestContext.Current.CancellationToken));
    }

    private static MessageContext Message(WeChatService? service = null, string openId = OpenId, string body = "{}")
    {
        var message = Pushes.Message(body, service ?? TestHost.Service());
        message.Head = new MessageHead { MsgType = "text", FromUserName = openId };
        return message;
    }

    private async Task<string> BodyAsync(MessageContext message)
    {
        var body = "";
        await _transform.InvokeAsync(
            message,
            Pushes.Answering(Reply.Success, arrived => body = Encoding.UTF8.GetString(arrived.Body.Span)),
            TestContext.Current.CancellationToken);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(body).RootElement.ValueKind);
        return body;
    }
}
