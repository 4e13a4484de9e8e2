using System.Net;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Testing.WeChat;
using WxYarpGateway.TokenService.Store;
using WxYarpGateway.Transforms.CallbackIps;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Tests.Pipeline;
using WxYarpGateway.Transforms.Tests.UserInfo;

namespace WxYarpGateway.Transforms.Tests.CallbackIps;

/// <summary>From whom pushes are taken, from the first start to the day on which WeChat moves.</summary>
public sealed class CallbackIpWorkerTests : IAsyncDisposable
{
    private const string Path = "/cgi-bin/getcallbackip";
    private const string Listed = """{"ip_list":["101.226.103.0/25","1.2.3.4","2001:db8::/64"]}""";
    private const string Moved = """{"ip_list":["9.9.9.9"]}""";
    private const string Down = """{"errcode":40164,"errmsg":"invalid ip 1.1.1.1, not in whitelist"}""";

    private readonly FakeCache _store = new();
    private readonly List<Replica> _replicas = [];
    private readonly WeChatService _service = TestHost.Service(options => options.OnlyFromWeChat = true);

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in _replicas)
        {
            await replica.DisposeAsync();
        }
    }

    [Theory]
    [InlineData("101.226.103.9", true)]
    [InlineData("::ffff:101.226.103.9", true)]
    [InlineData("101.226.103.129", false)]
    [InlineData("1.2.3.4", true)]
    [InlineData("1.2.3.5", false)]
    [InlineData("2001:db8::9", true)]
    [InlineData("2001:db9::9", false)]
    [InlineData(null, false)]
    public async Task A_push_is_taken_from_the_addresses_that_WeChat_names(string? address, bool isTaken)
    {
        var replica = await StartAsync();

        Assert.Equal(isTaken, await replica.TakesAsync(address));
    }

    [Fact]
    public async Task A_push_at_the_first_start_waits_for_WeChats_answer()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        var replica = await StartAsync(weChat => weChat.When(Path, (_, _) => answer.Task));

        var early = replica.TakesAsync("1.2.3.4");
        await AskedAsync(replica, 1);
        Assert.False(early.IsCompleted);

        answer.SetResult(ScriptedWeChat.Json(Listed));
        Assert.True(await early);
    }

    [Fact]
    public async Task It_waits_two_seconds_at_most_and_is_refused_then()
    {
        var replica = await StartAsync(weChat => weChat.WhenHangs(Path));
        await AskedAsync(replica, 1);

        var early = replica.TakesAsync("1.2.3.4");
        replica.Host.Clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(early.IsCompleted);
        replica.Host.Clock.Advance(TimeSpan.FromSeconds(0.2));

        Assert.False(await early);
    }

    [Fact]
    public async Task Without_any_list_nobody_is_let_in_until_WeChat_tells_one()
    {
        var replica = await StartAsync(weChat => weChat.When(Path, Down));

        Assert.False(await replica.TakesAsync("1.2.3.4"));
        Assert.False(await replica.TakesAsync("1.2.3.4"));
        Assert.Single(replica.Host.Logs.Lines, line => line.StartsWith("Error NoList", StringComparison.Ordinal));
        Assert.Single(
            replica.Host.Logs.Lines,
            line => line.StartsWith("Warning NotTold", StringComparison.Ordinal) && line.Contains("40164", StringComparison.Ordinal));

        replica.Host.WeChat.When(Path, Listed);
        await replica.AfterAsync(TimeSpan.FromMinutes(11), asked => asked >= 2);
        await Eventually.HoldsAsync(() => replica.TakesAsync("1.2.3.4"), "the list was had", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_list_is_asked_for_once_a_day()
    {
        var replica = await StartAsync();
        Assert.True(await replica.TakesAsync("1.2.3.4"));

        replica.Host.WeChat.When(Path, Moved);
        replica.Host.Clock.Advance(TimeSpan.FromHours(21));
        Assert.True(await replica.TakesAsync("1.2.3.4"));
        Assert.Equal(1, replica.Asked);

        await replica.AfterAsync(TimeSpan.FromHours(6), asked => asked == 2);
        await Eventually.HoldsAsync(() => replica.TakesAsync("9.9.9.9"), "the new list was taken", TestContext.Current.CancellationToken);
        Assert.False(await replica.TakesAsync("1.2.3.4"));
    }

    [Theory]
    [InlineData(Down)]
    [InlineData("{}")]
    [InlineData("""{"ip_list":[]}""")]
    [InlineData("""{"ip_list":"1.2.3.4"}""")]
    [InlineData("""{"ip_list":["somewhere","0.0.0.0/0",7,null,{"a":1}]}""")]
    [InlineData("not json")]
    public async Task What_is_no_list_leaves_the_last_good_one(string answer)
    {
        var replica = await StartAsync();
        Assert.True(await replica.TakesAsync("1.2.3.4"));

        replica.Host.WeChat.When(Path, answer);
        await replica.AfterAsync(TimeSpan.FromHours(27), asked => asked >= 2);
        await replica.UntilAsync(
            () => replica.Host.Logs.Text.Contains("NotTold", StringComparison.Ordinal), "the failure was written down");

        Assert.True(await replica.TakesAsync("1.2.3.4"));
    }

    [Fact]
    public async Task Entries_that_are_no_addresses_are_skipped_with_one_warning()
    {
        var replica = await StartAsync(weChat => weChat.When(Path, """{"ip_list":["1.2.3.4","bad","1.2.3.400","0.0.0.0/0",7]}"""));

        Assert.True(await replica.TakesAsync("1.2.3.4"));
        Assert.False(await replica.TakesAsync("8.8.8.8"));
        var warning = Assert.Single(replica.Host.Logs.Lines, line => line.StartsWith("Warning Skipped", StringComparison.Ordinal));
        Assert.Contains("'4'", warning, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_replica_that_starts_while_WeChat_is_out_of_reach_has_the_list_of_another()
    {
        await (await StartAsync()).TakesAsync("1.2.3.4");

        var second = await StartAsync(weChat => weChat.WhenHangs(Path));

        Assert.True(await second.TakesAsync("1.2.3.4"));
        Assert.Equal(0, second.Asked);
        Assert.DoesNotContain("secret", string.Join(' ', _store.Entries.Keys), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Even_an_old_one_does_when_WeChat_fails()
    {
        var first = await StartAsync();
        Assert.True(await first.TakesAsync("1.2.3.4"));

        var later = await StartAsync(weChat => weChat.When(Path, Down), ago: TimeSpan.FromDays(5));

        Assert.True(await later.TakesAsync("1.2.3.4"));
        Assert.Equal(1, later.Asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("[]")]
    [InlineData("""{"ip_list":["\ud800"]}""")]
    [InlineData("""{"told_at":-9,"ip_list":[]}""")]
    public async Task What_stands_in_the_store_is_not_believed_blindly(string stored)
    {
        _store.Entries["callbackIps:" + _service.Account.AppId] = System.Text.Encoding.UTF8.GetBytes(stored);

        var replica = await StartAsync();

        Assert.True(await replica.TakesAsync("1.2.3.4"));
        Assert.Equal(1, replica.Asked);
    }

    [Fact]
    public async Task Without_the_store_WeChat_is_asked()
    {
        _store.ReadingThrows = _store.WritingThrows = true;

        var replica = await StartAsync();

        Assert.True(await replica.TakesAsync("1.2.3.4"));
        Assert.Single(replica.Host.Logs.Lines, line => line.StartsWith("Warning CacheFailed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_that_the_list_lacks_has_it_asked_for_again_but_not_more_than_once_an_hour()
    {
        var replica = await StartAsync();
        Assert.True(await replica.TakesAsync("1.2.3.4"));
        replica.Host.WeChat.When(Path, Moved);

        for (var minute = 0; minute < 50; minute++)
        {
            Assert.False(await replica.TakesAsync("9.9.9.9"));
            replica.Host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(1, replica.Asked);
        await replica.AfterAsync(TimeSpan.FromMinutes(11), asked => asked == 2);
        await Eventually.HoldsAsync(
            () => replica.TakesAsync("9.9.9.9"), "WeChat's new address was learned", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_service_that_takes_pushes_from_anywhere_has_nothing_asked_for()
    {
        var replica = await StartAsync(service: TestHost.Service());

        replica.Host.Clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Equal(0, replica.Asked);
    }

    private static Task AskedAsync(Replica replica, int times)
        => Eventually.HoldsAsync(() => replica.Asked == times, $"WeChat was asked {times} times", TestContext.Current.CancellationToken);

    private async Task<Replica> StartAsync(Action<ScriptedWeChat>? script = null, TimeSpan ago = default, WeChatService? service = null)
    {
        var replica = new Replica(_store, service ?? _service);
        _replicas.Add(replica);
        replica.Host.WeChat.When(Path, Listed);
        script?.Invoke(replica.Host.WeChat);
        replica.Host.Clock.Advance(ago);
        await replica.StartAsync();
        return replica;
    }

    /// <summary>One gateway of several that share a store.</summary>
    private sealed class Replica : IAsyncDisposable
    {
        private readonly CallbackIpLists _lists;
        private readonly CallbackIpWorker _worker;
        private readonly WeChatService _service;

        public Replica(FakeCache store, WeChatService service)
        {
            _service = service;
            var configured = new ConfiguredServices();
            configured.Replace([service]);
            _lists = new CallbackIpLists(Host.Clock, Host.Logger<CallbackIpLists>());
            _worker = new CallbackIpWorker(
                new ServiceCatalog(configured, []),
                _lists,
                new CallbackIpSource(
                    Host.Api, new BestEffortCache(store, Host.Clock, Host.Logger<BestEffortCache>()), Host.Clock,
                        Host.Logger<CallbackIpSource>()),
                Host.Clock,
                Host.Logger<CallbackIpWorker>());
        }

        public TestHost Host { get; } = new();

        public int Asked => Host.WeChat.Calls.Count(call => call.Path == Path);

        public Task StartAsync() => _worker.StartAsync(TestContext.Current.CancellationToken);

        public async Task<bool> TakesAsync(string? address)
            => await _lists.IncludeAsync(_service.Callback, address is null ? null : IPAddress.Parse(address));

        /// <summary>Lets time pass until WeChat was asked so often.</summary>
        public async Task AfterAsync(TimeSpan time, Func<int, bool> wasAsked)
        {
            Host.Clock.Advance(time);
            await UntilAsync(() => wasAsked(Asked), "WeChat was asked again");
        }

        /// <summary>
        /// Advances the clock until a condition holds: a round may have read it before, and a call may wait for its retry.
        /// </summary>
        public Task UntilAsync(Func<bool> condition, string what) => Eventually.HoldsAsync(
            () =>
            {
                Host.Clock.Advance(TimeSpan.FromSeconds(1));
                return condition();
            },
            what,
            TestContext.Current.CancellationToken);

        public async ValueTask DisposeAsync()
        {
            await _worker.StopAsync(CancellationToken.None);
            _worker.Dispose();
            await Host.DisposeAsync();
        }
    }
}
