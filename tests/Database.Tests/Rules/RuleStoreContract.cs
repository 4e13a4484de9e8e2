using System.Text;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Rules;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.Platform.Rules.Json;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Database.Tests.Rules;

/// <summary>What rules may rely on, whatever the database.</summary>
public abstract class RuleStoreContract(DatabaseFixture database)
{
    private readonly AppId _platform = NewPlatform();

    private readonly RuleStore _store = new(database.Access, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_change_makes_the_next_revision_and_another_tag()
    {
        var made = await WriteAsync(Change("a"));
        var changed = await WriteAsync(Change("a", priority: 5));
        var deleted = await WriteAsync(Deletion("a"));
        var again = await WriteAsync(Change("a"));

        Assert.Equal([1L, 2, 3, 4], new[] { made, changed, deleted, again }.Select(write => write.Revision));
        Assert.Null(deleted.Rule);
        Assert.Equal(3, new[] { made, changed, again }.Select(write => write.Rule!.ETag).Distinct().Count());
        Assert.Equal(4, await _store.ReadRevisionAsync(_platform, Token));
    }

    [Fact]
    public async Task A_refused_change_changes_neither_rule_nor_revision()
    {
        var made = await WriteAsync(Change("a"));

        Assert.Equal(RuleWriteResult.Exists, (await WriteAsync(Change("a") with { MustBeNew = true })).Result);
        Assert.Equal(RuleWriteResult.Changed, (await WriteAsync(Change("a") with { ETags = ["another"] })).Result);
        Assert.Equal(RuleWriteResult.Changed, (await WriteAsync(Change("b") with { ETags = [made.Rule!.ETag] })).Result);
        Assert.Equal(RuleWriteResult.Missing, (await WriteAsync(Change("b") with { MustExist = true })).Result);
        Assert.Equal(RuleWriteResult.Missing, (await WriteAsync(Deletion("b"))).Result);
        Assert.Equal(RuleWriteResult.Full, (await WriteAsync(Change("b") with { Most = 1 })).Result);

        var rules = await _store.ReadAsync(_platform, Token);
        Assert.Equal(1, rules.Revision);
        Assert.Equal(made.Rule, Assert.Single(rules.Rules));
    }

    [Fact]
    public async Task Each_change_is_noted_with_who_made_it_and_a_refused_one_is_not()
    {
        await WriteAsync(Change("a"));
        await WriteAsync(Change("b") with { By = "" });
        await WriteAsync(Change("a", priority: 5) with { By = "console", Person = "王小明" });
        await WriteAsync(Change("a") with { MustBeNew = true });
        await WriteAsync(Deletion("a"));
        var history = new ChangeHistory(database.Access, database.Main.Clock);

        var ofRule = (await history.ReadRulesAsync(_platform, "a", after: null, 50, Token)).Changes;
        var first = await history.ReadRulesAsync(_platform, rule: null, after: null, 3, Token);
        var second = await history.ReadRulesAsync(_platform, rule: null, first.Next, 3, Token);

        Assert.Equal(
            [("deleted", "ops", "", 4L), ("changed", "console", "王小明", 3), ("added", "ops", "", 1)],
            ofRule.Select(note => (note.Change, note.By, note.Person, note.Revision)));
        Assert.Equal(Change("a", priority: 5).Definition, ofRule[0].Definition);
        Assert.Equal([("a", 4L), ("a", 3), ("b", 2)], first.Changes.Select(note => (note.Rule, note.Revision)));
        Assert.Equal([("a", "")], second.Changes.Select(note => (note.Rule, second.Next is null ? "" : "more")));
        Assert.Empty((await history.ReadRulesAsync(NewPlatform(), rule: null, after: null, 50, Token)).Changes);
    }

    [Fact]
    public async Task Of_many_that_change_one_state_of_a_rule_one_wins()
    {
        var tag = (await WriteAsync(Change("a"))).Rule!.ETag;

        var writes = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            number => WriteAsync(Change("a", priority: number) with { ETags = [tag] })));

        Assert.Single(writes, write => write.Result == RuleWriteResult.Done);
        Assert.Equal(2, await _store.ReadRevisionAsync(_platform, Token));
    }

    [Fact]
    public async Task Rules_and_revision_belong_together_while_others_write()
    {
        var writing = Task.WhenAll(Enumerable.Range(0, 4).Select(async writer =>
        {
            for (var number = 0; number < 10; number++)
            {
                await WriteAsync(Change($"rule-{writer}-{number}"));
            }
        }));

        // Each change adds one rule, so the revision is the number of rules.
        StoredRules read;
        do
        {
            read = await _store.ReadAsync(_platform, Token);
            Assert.Equal(read.Revision, read.Rules.Count);
        }
        while (read.Revision < 40);

        await writing;
    }

    [Fact]
    public async Task Platforms_have_rules_and_revisions_of_their_own()
    {
        await WriteAsync(Change("a"));

        Assert.Equal(0, await _store.ReadRevisionAsync(NewPlatform(), Token));
        Assert.Empty((await _store.ReadAsync(NewPlatform(), Token)).Rules);
    }

    private static AppId NewPlatform()
    {
        Assert.True(AppId.TryParse($"wx{Guid.NewGuid():N}", out var platform));
        return platform;
    }

    private static RuleChange Change(string name, int priority = 0)
    {
        var rule = new Rule { Name = name, Priority = priority, To = new RuleTarget("crm", null) };
        return new RuleChange(name, rule, Encoding.UTF8.GetString(RuleJson.Write(rule)), "ops");
    }

    private static RuleChange Deletion(string name) => new(name, Rule: null, "", "ops");

    private async Task<RuleWrite> WriteAsync(RuleChange change) => await _store.WriteAsync(_platform, change, Token);
}
