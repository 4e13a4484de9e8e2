using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Tests.Rules;

public sealed class RuleBookTests
{
    private static readonly MessageFacts Text = new("wx1", ServiceKind.MiniProgram, [], "", "text", "");

    private readonly MemoryRuleStore _store = new();
    private readonly FakeNews _news = new();
    private readonly WeChatPlatform _platform = NewPlatform();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_is_in_force_when_it_is_answered()
    {
        var book = NewBook();
        Assert.Null(Route(book));

        await WriteAsync(book, "a");
        Assert.Equal(("a", "crm", "/wx/$APPID$"), (Route(book)!.Rule, Route(book)!.Target!.Backend, Route(book)!.Target!.Path));
        await book.WriteAsync(_platform, new RuleChange("a", null, "", ""), Cancelled);

        Assert.Null(Route(book));
        Assert.Equal(2, book.Of(_platform).Revision);
    }

    [Fact]
    public async Task Another_replica_hears_of_a_change_at_once()
    {
        var (book, other) = (NewBook(), NewBook());
        using var worker = await StartAsync(other, new FakeTimeProvider());

        await WriteAsync(book, "a");
        await Eventually.HoldsAsync(() => Route(other)?.Rule == "a", "the other replica has the rule", Cancelled);
        await book.WriteAsync(_platform, new RuleChange("a", null, "", ""), Cancelled);

        await Eventually.HoldsAsync(() => Route(other) is null, "the rule is gone there", Cancelled);
        await worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task Without_the_channel_the_revision_is_asked_for_every_five_seconds()
    {
        var clock = new FakeTimeProvider();
        var other = new RuleBook(_store, new FakeNews(), NullLogger<RuleBook>.Instance);
        using var worker = await StartAsync(other, clock);

        await WriteAsync(NewBook(), "a");
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(RuleWorker.Pause);
                return Route(other)?.Rule == "a";
            },
            "the other replica has the rule",
            Cancelled);
        await worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task While_the_database_is_away_the_last_rules_stay_in_force()
    {
        var clock = new FakeTimeProvider();
        var book = NewBook();
        using var worker = await StartAsync(book, clock);
        await WriteAsync(book, "a");

        _store.IsAway = true;
        clock.Advance(RuleWorker.Pause);
        await Assert.ThrowsAsync<IOException>(async () => await WriteAsync(book, "b"));
        Assert.Equal("a", Route(book)!.Rule);

        _store.IsAway = false;
        await WriteAsync(book, "0", priority: 1);
        Assert.Equal("0", Route(book)!.Rule);
        await worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task A_database_that_went_back_to_fewer_rules_has_the_others_out_of_force()
    {
        var clock = new FakeTimeProvider();
        var book = NewBook();
        using var worker = await StartAsync(book, clock);
        await WriteAsync(book, "b");
        var backup = _store.BackUp();
        await WriteAsync(book, "a");
        await WriteAsync(book, "0");
        Assert.Equal("0", Route(book)!.Rule);

        // A backup, or a copy that was two writes behind when it took over.
        _store.Restore(backup);
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(RuleWorker.Pause);
                return Route(book)?.Rule == "b";
            },
            "the rules of the backup were in force",
            Cancelled);

        Assert.Equal(1, book.Of(_platform).Revision);
        await worker.StopAsync(Cancelled);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task A_change_after_the_database_went_back_is_in_force_when_it_is_answered(int lost)
    {
        var book = NewBook();
        await WriteAsync(book, "b");
        var backup = _store.BackUp();
        for (var number = 0; number < lost; number++)
        {
            await WriteAsync(book, $"lost-{number}", priority: 5);
        }

        _store.Restore(backup);
        await WriteAsync(book, "a");

        Assert.Equal("a", Route(book)!.Rule);
        Assert.Equal(2, book.Of(_platform).Revision);
        Assert.Null(book.Of(_platform).Find("lost-0"));
    }

    [Fact]
    public async Task A_slow_reading_does_not_undo_a_change_that_was_made_meanwhile()
    {
        var book = NewBook();
        await WriteAsync(book, "b");
        var (isRead, mayGoOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var other = NewBook();
        await WriteAsync(other, "c");
        _store.AfterRead = async () =>
        {
            isRead.TrySetResult();
            await mayGoOn.Task;
        };
        var reading = book.RefreshAsync(_platform, Cancelled).AsTask();
        await isRead.Task;
        _store.AfterRead = null;

        await WriteAsync(book, "a");
        mayGoOn.SetResult();
        await reading;

        Assert.Equal("a", Route(book)!.Rule);
        Assert.Equal(3, book.Of(_platform).Revision);
    }

    [Fact]
    public async Task A_start_without_the_database_has_the_configured_rules_and_the_others_later()
    {
        var clock = new FakeTimeProvider();
        var platform = NewPlatform(("Name", "fixed"), ("To:Backend", "bot"), ("Mode", "Copy"));
        await WriteAsync(NewBook(), "a");
        _store.IsAway = true;
        var book = NewBook();
        using var worker = await StartAsync(book, clock, platform);

        Assert.Equal(("", 1), (Route(book, platform)!.Rule, Route(book, platform)!.Copies.Count));
        Assert.False(book.IsRead(platform));
        _store.IsAway = false;
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(RuleWorker.Pause);
                return Route(book, platform)!.Rule == "a";
            },
            "the rules were read",
            Cancelled);
        await worker.StopAsync(Cancelled);
    }

    [Fact]
    public async Task A_reload_of_the_configuration_makes_its_rules_count_from_the_next_message_on()
    {
        var book = NewBook();
        await WriteAsync(book, "a");
        var reloaded = NewPlatform(("Name", "first"), ("Priority", "7"), ("Mode", "Drop"), ("When:MsgType:0", "text"));

        Assert.Equal("a", Route(book)!.Rule);
        Assert.Equal(("first", true), (Route(book, reloaded)!.Rule, Route(book, reloaded)!.IsDropped));
    }

    [Fact]
    public async Task A_rule_whose_backend_is_gone_or_whose_name_the_configuration_has_takes_nothing_and_says_why()
    {
        var book = NewBook();
        await WriteAsync(book, "a");
        await WriteAsync(book, "fixed");

        var without = NewPlatform(["bot"], ("Name", "fixed"), ("To:Backend", "bot"), ("When:MsgType", "image"));
        Assert.Null(Route(book, without));

        var entries = book.Of(without).Entries;
        Assert.Contains(entries, entry
            => entry is { Name: "a", Stored: not null } && entry.Problem.Contains("crm", StringComparison.Ordinal));
        Assert.Contains(entries, entry => entry is { Name: "fixed", Stored: not null } && entry.Problem.Length > 0);
        Assert.Contains(entries, entry => entry is { Name: "fixed", Stored: null, Problem: "" });
    }

    [Fact]
    public void Decisions_without_copies_allocate_nothing()
    {
        var platform = NewPlatform(("Name", "first"), ("To:Backend", "bot"));
        var book = NewBook();
        var routes = new RuleRoutes(book);
        Assert.Equal("first", routes.Route(platform, Text)!.Rule);

        // The runtime itself may allocate while it links calls, whenever it comes to that.
        Assert.Contains(0, Enumerable.Range(0, 20).Select(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            routes.Route(platform, Text);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }));
    }

    private static WeChatPlatform NewPlatform(params (string Key, string Value)[] rule) => NewPlatform(["crm", "bot"], rule);

    private static WeChatPlatform NewPlatform(string[] backends, params (string Key, string Value)[] rule)
    {
        var section = new ConfigurationBuilder()
            .AddInMemoryCollection(rule.ToDictionary(pair => $"Rules:0:{pair.Key}", pair
                => (string?)pair.Value)).Build().GetSection("Rules");
        var options = new PlatformOptions { AppId = "wxcomponent", AppSecret = new string('s', 32), Token = "token", Rules = section };
        return new WeChatPlatform(
            "saas",
            options,
            new Dictionary<string, AuthorizerOptions>(),
            new HashSet<string>(backends, StringComparer.OrdinalIgnoreCase),
            publicUrl: null,
            _ => null!);
    }

    private static RoutedMessage? Route(RuleBook book, WeChatPlatform platform) => new RuleRoutes(book).Route(platform, Text);

    private RuleBook NewBook() => new(_store, _news, NullLogger<RuleBook>.Instance);

    private RoutedMessage? Route(RuleBook book) => Route(book, _platform);

    private async Task<RuleWorker> StartAsync(RuleBook book, FakeTimeProvider clock, WeChatPlatform? platform = null)
    {
        var platforms = new PlatformCatalog();
        platforms.Replace([platform ?? _platform]);
        var worker = new RuleWorker(book, platforms, _news, clock, NullLogger<RuleWorker>.Instance);
        await worker.StartAsync(Cancelled);
        return worker;
    }

    private async Task<RuleWrite> WriteAsync(RuleBook book, string name, int priority = 0)
    {
        var json = $$"""{ "Name": "{{name}}", "Priority": {{priority}}, "To": { "Backend": "crm", "Path": "/wx/$APPID$" } }""";
        var rule = RuleJson.Read(Encoding.UTF8.GetBytes(json), null, null).Rule!;
        return await book.WriteAsync(_platform, new RuleChange(name, rule, json, "ops"), Cancelled);
    }
}
