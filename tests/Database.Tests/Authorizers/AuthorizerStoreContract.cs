using System.Text;
using WxYarpGateway.Database.Authorizers;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Vault;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Histories;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Tests.Authorizers;

/// <summary>What platforms rely on for the rows of their authorizers, whatever the database.</summary>
public abstract class AuthorizerStoreContract
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly DatabaseFixture _database;
    private readonly AppId _platform = NewAppId("wxp");
    private readonly AppId _shop = NewAppId("wxa");

    protected AuthorizerStoreContract(DatabaseFixture database)
    {
        _database = database;
        Store = new AuthorizerStore(database.Access, database.Main.Clock);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private AuthorizerStore Store { get; }

    [Fact]
    public async Task What_WeChat_told_comes_back_whole()
    {
        var info = Full(_shop);

        await Store.SaveInfoAsync(_platform, _shop, info, Token);

        var found = await Store.FindAsync(_platform, _shop, Token);
        Assert.Equivalent(info with { RefreshToken = "" }, found!.Info, strict: true);
        Assert.Equal(AuthorizerState.Authorized, found.Authorizer.State);
        Assert.Equal("店铺🏮", found.Authorizer.NickName);
        Assert.Equal(ServiceKind.MiniProgram, found.Authorizer.Kind);
        Assert.Equal(_database.Main.Clock.GetUtcNow().ToUnixTimeMilliseconds(), found.CreatedAt.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_blank_never_overwrites_a_value()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);

        await Store.SaveInfoAsync(_platform, _shop, new AuthorizerInfo(_shop, ServiceKind.Other, ""), Token);

        Assert.Equivalent(Full(_shop) with { RefreshToken = "" }, (await Store.FindAsync(_platform, _shop, Token))!.Info, strict: true);
    }

    [Fact]
    public async Task An_account_without_a_refresh_token_needs_a_code()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop) with { RefreshToken = "" }, Token);

        Assert.Equal(AuthorizerState.NeedsCode, (await Store.FindAsync(_platform, _shop, Token))!.Authorizer.State);
    }

    [Fact]
    public async Task Completing_a_row_leaves_its_state_and_its_refresh_token_alone()
    {
        var vault = new AuthorizerVault(_database.Access, _database.Main.Clock);
        var key = new AuthorizerKey(_platform, _shop);
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);
        await vault.TryWriteAsync(key, "r1", 0, Token);
        await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Unauthorized, Noon, Token);

        await Store.SaveInfoAsync(_platform, _shop, Full(_shop) with { NickName = "new" }, Token);

        Assert.Equal(new VaultedToken("r1", 1, AuthorizerState.Unauthorized) { EventTime = Noon }, await vault.ReadAsync(key, Token));
        Assert.Equal("new", (await Store.FindAsync(_platform, _shop, Token))!.Authorizer.NickName);
    }

    [Fact]
    public async Task The_newest_event_wins_and_one_of_the_same_second_changes_nothing()
    {
        Assert.True(await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Authorized, Noon, Token));
        Assert.False(await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Unauthorized, Noon.AddSeconds(-1), Token));
        Assert.False(await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Unauthorized, Noon, Token));
        var found = (await Store.FindAsync(_platform, _shop, Token))!.Authorizer;
        Assert.Equal((AuthorizerState.Authorized, Noon), (found.State, found.EventTime));

        Assert.True(await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Unauthorized, Noon.AddSeconds(1), Token));
        Assert.Equal(AuthorizerState.Unauthorized, (await Store.FindAsync(_platform, _shop, Token))!.Authorizer.State);
    }

    [Fact]
    public async Task Each_change_of_the_status_is_noted_with_what_told_it()
    {
        var (vault, key) = (new AuthorizerVault(_database.Access, _database.Main.Clock), new AuthorizerKey(_platform, _shop));
        await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Authorized, Noon, Token);
        await vault.TryWriteAsync(key, "r1", 0, Token);
        await vault.AuthorizeAsync(key, Token);
        await vault.MarkAsync(key, AuthorizerState.Broken, "WeChat refuses the token.", Token);
        await vault.MarkAsync(key, AuthorizerState.Broken, "WeChat refuses the token again.", Token);
        await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Unauthorized, Noon.AddSeconds(1), Token);
        await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Authorized, Noon, Token);
        await vault.AuthorizeAsync(key, Token);
        await Store.SetStateAsync(_platform, _shop, AuthorizerState.Test, "", Token);
        var history = new ChangeHistory(_database.Access, _database.Main.Clock);

        var page = await history.ReadStatusesAsync(_platform, _shop, after: null, 3, Token);
        var rest = await history.ReadStatusesAsync(_platform, _shop, page.Next, 3, Token);

        Assert.Equal(
            [
                ("check", "Authorized", "Test", ""),
                ("code", "Unauthorized", "Authorized", ""),
                ("event", "Broken", "Unauthorized", ""),
                ("token", "Authorized", "Broken", "WeChat refuses the token."),
                ("event", "", "Authorized", ""),
            ],
            page.Changes.Concat(rest.Changes).Select(note => (note.By, note.Was, note.Status, note.Why)));
        Assert.Null(rest.Next);
        Assert.Empty((await history.ReadStatusesAsync(_platform, NewAppId("wxnone"), after: null, 3, Token)).Changes);
    }

    [Fact]
    public async Task Who_edits_an_account_is_noted_with_the_edit_and_a_refused_one_is_not()
    {
        var history = new ChangeHistory(_database.Access, _database.Main.Clock);
        await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Authorized, Noon, Token);
        await EditAsync("""{"tags":["a"]}""");
        await EditAsync("""{"tags":["b"]}""", new ChangedBy("console", "王小明"));
        await EditAsync("""{"tags":["c"]}""", new ChangedBy("crm", ""), "no such tag");
        await history.NoteRefreshAsync(_platform, _shop, "Authorized", new ChangedBy("", ""), Token);

        var page = await history.ReadStatusesAsync(_platform, _shop, after: null, 50, Token);

        Assert.Equal(
            [
                ("refreshed", "api", "", "", "Authorized", "Authorized"),
                ("edited", "api", "console", "王小明", "Authorized", "Authorized"),
                ("status", "event", "", "", "", "Authorized"),
            ],
            page.Changes.Select(note => (note.Change, note.By, note.Key, note.Person, note.Was, note.Status)));

        ValueTask<AuthorizerWrite> EditAsync(string json, ChangedBy? by = null, params string[] expected)
        {
            var edit = Read(json);
            edit.By = by;
            return Store.EditAsync(_platform, _shop, edit, expected.Length > 0 ? expected : null, Token);
        }
    }

    [Fact]
    public async Task Of_many_equal_events_at_once_one_is_applied()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            _ => Task.Run(async () => await Store.ApplyEventAsync(_platform, _shop, AuthorizerState.Authorized, Noon, Token))));

        Assert.Single(applied, isApplied => isApplied);
        var history = new ChangeHistory(_database.Access, _database.Main.Clock);
        Assert.Single((await history.ReadStatusesAsync(_platform, _shop, after: null, 50, Token)).Changes);
    }

    [Fact]
    public async Task Many_completions_at_once_make_one_row()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(async () => await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token))));

        Assert.Single(await ListAsync(null));
    }

    [Fact]
    public async Task A_state_tags_overrides_and_a_note_are_replaced_where_there_is_a_row()
    {
        Assert.False(await Store.SetStateAsync(_platform, _shop, AuthorizerState.Broken, "why", Token));
        Assert.Equal(new AuthorizerWrite(null, IsDone: false), await EditAsync("""{"tags":["vip"]}"""));
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);

        Assert.True(await Store.SetStateAsync(_platform, _shop, AuthorizerState.Broken, "why", Token));
        Assert.True((await EditAsync("""{"tags":["vip","上海","vip"],"note":"note"}""")).IsDone);
        Assert.True((await EditAsync("""{"tags":["shop","上海"],"overrides":{"MessageBackend":"bot"}}""")).IsDone);
        await Store.MarkSeenAsync(_platform, [_shop, NewAppId("wxnone")], "run-1", Token);

        var found = (await Store.FindAsync(_platform, _shop, Token))!;
        Assert.Equal((AuthorizerState.Broken, "why"), (found.Authorizer.State, found.BrokenWhy));
        Assert.Equal(["shop", "上海"], found.Authorizer.Tags);
        Assert.Equal("""{"MessageBackend":"bot"}""", found.Authorizer.Overrides);
        Assert.Equal(("note", "run-1"), (found.Note, found.SeenRun));
    }

    [Fact]
    public async Task More_accounts_at_once_than_a_statement_has_parameters_are_marked()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);
        AppId[] many = [_shop, .. Enumerable.Range(0, 70_000).Select(number => Id($"wx{number:d16}"))];

        await Store.MarkSeenAsync(_platform, many, "run-1", Token);

        Assert.Equal("run-1", (await Store.FindAsync(_platform, _shop, Token))!.SeenRun);
    }

    [Fact]
    public async Task An_edit_of_what_somebody_else_edited_meanwhile_changes_nothing()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);
        var seen = (await Store.FindAsync(_platform, _shop, Token))!.EditTag;
        var first = await EditAsync("""{"note":"first","tags":["a"]}""", seen);

        var second = await EditAsync("""{"note":"second","tags":["b"],"overrides":{"MessageBackend":"bot"}}""", seen);

        Assert.Equal((true, false), (first.IsDone, second.IsDone));
        var found = (await Store.FindAsync(_platform, _shop, Token))!;
        Assert.Equal(("first", null), (found.Note, found.Authorizer.Overrides));
        Assert.Equal(["a"], found.Authorizer.Tags);
        Assert.Equal(found.EditTag, second.Details!.EditTag);
        Assert.True((await EditAsync("""{"note":""}""", found.EditTag)).IsDone);
    }

    [Fact]
    public async Task Of_many_who_edit_the_same_version_at_once_one_wins_and_all_of_his_edit_is_there()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);
        var seen = (await Store.FindAsync(_platform, _shop, Token))!.EditTag;

        var edits = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => Task.Run(
            async () => (Number: number, Write: await EditAsync($$"""{"note":"{{number}}","tags":["t{{number}}"]}""", seen)))));

        var winner = Assert.Single(edits, edit => edit.Write.IsDone).Number;
        var found = (await Store.FindAsync(_platform, _shop, Token))!;
        Assert.Equal($"{winner}", found.Note);
        Assert.Equal([$"t{winner}"], found.Authorizer.Tags);
    }

    [Fact]
    public async Task Edits_of_different_parts_at_once_are_all_there()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);

        await Task.WhenAll(
            Task.Run(() => EditAsync("""{"note":"kept"}""")),
            Task.Run(() => EditAsync("""{"tags":["kept"]}""")),
            Task.Run(() => EditAsync("""{"overrides":{"MessageBackend":"bot"}}""")));

        var found = (await Store.FindAsync(_platform, _shop, Token))!;
        Assert.Equal(("kept", """{"MessageBackend":"bot"}"""), (found.Note, found.Authorizer.Overrides));
        Assert.Equal(["kept"], found.Authorizer.Tags);
    }

    [Fact]
    public async Task Loading_reads_all_pages_in_the_order_of_the_AppIds_or_only_what_changed()
    {
        const int count = AuthorizerStore.Page + 3;
        await _database.Access.WriteAsync(
            (database, token) =>
            {
                database.Authorizers.AddRange(Enumerable.Range(0, count).Select(number => new Database.Tables.Platforms.AuthorizerRow
                {
                    Platform = _platform.Value,
                    AppId = $"wx{number:d6}",
                    Kind = "OfficialAccount",
                    Status = "Authorized",
                    UpdatedAt = number,
                }));
                return database.SaveChangesAsync(token);
            },
            Token);

        var all = await ListAsync(null);
        var changed = await ListAsync(DateTimeOffset.FromUnixTimeMilliseconds(count - 2));

        Assert.Equal(count, all.Count);
        Assert.Equal(all.OrderBy(authorizer => authorizer.AppId.Value, StringComparer.Ordinal), all);
        Assert.Equal(2, changed.Count);
    }

    [Fact]
    public async Task A_search_finds_by_name_id_state_kind_and_tag_page_by_page()
    {
        var names = new[] { "Alpha shop", "alpha café", "ALPHA%", "beta", "100% beta" };
        var ids = names.Select((_, number) => Id($"wx{number}")).ToArray();
        foreach (var (name, id) in names.Zip(ids))
        {
            await Store.SaveInfoAsync(_platform, id, Full(id) with { NickName = name, OriginalId = "gh_" + id.Value }, Token);
        }

        await Store.EditAsync(_platform, ids[3], Read("""{"tags":["vip"]}"""), expected: null, Token);
        await Store.SetStateAsync(_platform, ids[4], AuthorizerState.Broken, "why", Token);

        Assert.Equal(["wx0", "wx1", "wx2"], await SearchAsync(new AuthorizerSearch { Text = "alpha" }));
        Assert.Equal(["wx2"], await SearchAsync(new AuthorizerSearch { Text = "alpha%" }));
        Assert.Equal(["wx3"], await SearchAsync(new AuthorizerSearch { Text = "gh_wx3" }));
        Assert.Equal(["wx3"], await SearchAsync(new AuthorizerSearch { Text = "wx3" }));
        Assert.Equal(["wx3"], await SearchAsync(new AuthorizerSearch { Tag = "vip" }));
        Assert.Equal(["wx4"], await SearchAsync(new AuthorizerSearch { State = AuthorizerState.Broken }));
        Assert.Empty(await SearchAsync(new AuthorizerSearch { Kind = ServiceKind.OfficialAccount }));
        Assert.Equal(["wx0", "wx1"], await SearchAsync(new AuthorizerSearch { Limit = 2 }));
        Assert.Equal(["wx2", "wx3"], await SearchAsync(new AuthorizerSearch { Limit = 2, After = "wx1" }));
        Assert.Empty(await SearchAsync(new AuthorizerSearch { Text = "' OR 1=1 --" }));
    }

    [Fact]
    public async Task Platforms_do_not_meet()
    {
        await Store.SaveInfoAsync(_platform, _shop, Full(_shop), Token);

        Assert.Null(await Store.FindAsync(NewAppId("wxp"), _shop, Token));
    }

    private static AppId NewAppId(string prefix) => Id(prefix + Guid.NewGuid().ToString("N"));

    private static AppId Id(string text) => AppId.TryParse(text, out var id) ? id : throw new InvalidOperationException();

    private static AuthorizerInfo Full(AppId appId) => new(appId, ServiceKind.MiniProgram, "mini_program")
    {
        RefreshToken = "refresh",
        OriginalId = "gh_shop",
        NickName = "店铺🏮",
        HeadImage = "https://wx.qlogo.cn/1",
        QrCodeUrl = "https://mmbiz.qpic.cn/1",
        PrincipalName = "某公司",
        Alias = "shop",
        VerifyType = -1,
        ServiceType = 0,
        AccountStatus = 1,
        RegisterType = 0,
        PermissionSets = [.. Enumerable.Range(1, 200)],
        Categories = """[{"first":"电商"}]""",
    };

    private async Task<List<Authorizer>> ListAsync(DateTimeOffset? since)
    {
        var all = new List<Authorizer>();
        await foreach (var authorizer in Store.LoadAsync(_platform, since, Token))
        {
            all.Add(authorizer);
        }

        return all;
    }

    private static AuthorizerEdit Read(string json)
    {
        var edit = AuthorizerEdit.Read(Encoding.UTF8.GetBytes(json), new HashSet<string> { "bot" });
        Assert.Empty(edit.Errors);
        return edit;
    }

    private async Task<AuthorizerWrite> EditAsync(string json, params string[] expected)
        => await Store.EditAsync(_platform, _shop, Read(json), expected.Length > 0 ? expected : null, Token);

    private async Task<IEnumerable<string>> SearchAsync(AuthorizerSearch search)
        => (await Store.SearchAsync(_platform, search, Token)).Select(found => found.Authorizer.AppId.Value);
}
