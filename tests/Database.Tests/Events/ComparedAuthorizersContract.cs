using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Events;
using WxYarpGateway.Database.Histories;
using WxYarpGateway.Database.Tables.Platforms;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Database.Vault;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Database.Tests.Events;

/// <summary>What the comparison with WeChat's list relies on, whatever the database.</summary>
public abstract class ComparedAuthorizersContract
{
    private readonly DatabaseFixture _database;
    private readonly AppId _component = NewAppId("wxp");
    private readonly AppId _account = NewAppId("wxa");

    protected ComparedAuthorizersContract(DatabaseFixture database)
    {
        _database = database;
        Rows = new ComparedAuthorizers(database.Access, database.Main.Clock);
        Vault = new AuthorizerVault(database.Access, database.Main.Clock);
        Runs = new SyncRuns(database.Access);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ComparedAuthorizers Rows { get; }

    private AuthorizerVault Vault { get; }

    private SyncRuns Runs { get; }

    private AuthorizerKey Key => new(_component, _account);

    [Fact]
    public async Task An_account_that_nobody_knew_gets_a_row_and_is_asked_about()
    {
        var changes = await CompareAsync("run1", new ListedAuthorizer(_account, "r1", DateTimeOffset.FromUnixTimeSeconds(7)));

        Assert.Equal([new ListedChange(_account, IsNew: true)], changes);
        var row = await RowAsync();
        Assert.Equal(("Authorized", "run1", 7_000L), (row.Status, row.SeenRun, row.AuthTime));
        Assert.Equal("r1", (await Vault.ReadAsync(Key, Token))!.RefreshToken);
    }

    [Fact]
    public async Task An_account_without_a_refresh_token_needs_a_code()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "", null));

        Assert.Equal("NeedsCode", (await RowAsync()).Status);
    }

    [Fact]
    public async Task A_second_comparison_with_nothing_changed_changes_nothing()
    {
        var listed = new ListedAuthorizer(_account, "r1", null);
        await CompareAsync("run1", listed);
        await SaveAsync(Told("r1"));
        var before = await RowAsync();

        Assert.Empty(await CompareAsync("run2", listed));
        Assert.Equal(SaveResult.Unchanged, await SaveAsync(Told("r1")));

        var after = await RowAsync();
        Assert.Equal("run2", after.SeenRun);
        Assert.Equal(before.RefreshToken, after.RefreshToken);
        Assert.Equal((before.UpdatedAt, before.RefreshVersion, before.NickName), (after.UpdatedAt, after.RefreshVersion, after.NickName));
    }

    [Fact]
    public async Task A_blank_overwrites_nothing()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        await SaveAsync(Told("r1") with { PermissionSets = [1, 18], Categories = "[]", VerifyType = 0 });

        await SaveAsync(new AuthorizerInfo(_account, ServiceKind.MiniProgram, "mini_program"));

        var row = await RowAsync();
        Assert.Equal(("gh_1", "奶茶店😀", "[]", 0), (row.OriginalId, row.NickName, row.Categories, row.VerifyType));
        Assert.Equal([1, 18], row.Functions);
        Assert.Equal(new VaultedToken("r1", 1, AuthorizerState.Authorized), await Vault.ReadAsync(Key, Token));
    }

    [Fact]
    public async Task A_newer_token_survives_a_slower_answer()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        var seen = await Rows.StampAsync(_component, _account, Token);
        Assert.True(await Vault.TryWriteAsync(Key, "newer", 1, Token));

        Assert.Equal(SaveResult.Outrun, await Rows.SaveAsync(_component, Told("r1"), seen, mayAuthorize: true, Token));

        Assert.Equal("newer", (await Vault.ReadAsync(Key, Token))!.RefreshToken);
    }

    [Fact]
    public async Task A_page_never_writes_a_token_over_one_that_is_there()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        await SaveAsync(Told("r1"));

        var changes = await CompareAsync("run2", new ListedAuthorizer(_account, "other", null));

        Assert.Equal([new ListedChange(_account, IsNew: false)], changes);
        Assert.Equal("r1", (await Vault.ReadAsync(Key, Token))!.RefreshToken);
    }

    [Fact]
    public async Task An_account_that_was_made_in_the_meantime_is_not_made_twice()
    {
        Assert.True(await Vault.TryWriteAsync(Key, "newer", 0, Token));

        Assert.Equal(SaveResult.Outrun, await Rows.SaveAsync(_component, Told("r1"), seen: null, mayAuthorize: true, Token));

        Assert.Equal("newer", (await Vault.ReadAsync(Key, Token))!.RefreshToken);
    }

    [Theory]
    [InlineData("Unauthorized", true, "Authorized")]
    [InlineData("Unauthorized", false, "Unauthorized")]
    [InlineData("Broken", true, "Broken")]
    [InlineData("NeedsCode", true, "Authorized")]
    [InlineData("Test", true, "Test")]
    public async Task The_same_token_heals_only_what_it_can(string status, bool mayAuthorize, string after)
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        await SetStatusAsync(status);

        var seen = await Rows.StampAsync(_component, _account, Token);
        await Rows.SaveAsync(_component, Told("r1"), seen, mayAuthorize, Token);

        Assert.Equal(after, (await RowAsync()).Status);
    }

    [Fact]
    public async Task Another_token_heals_a_broken_account()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        await SetStatusAsync("Broken");

        await SaveAsync(Told("r2"));

        Assert.Equal(new VaultedToken("r2", 2, AuthorizerState.Authorized), await Vault.ReadAsync(Key, Token));
    }

    [Fact]
    public async Task Only_what_a_comparison_did_not_see_is_unseen()
    {
        var (seen, gone, young, ended, test) = (NewAppId("wx1"), NewAppId("wx2"), NewAppId("wx3"), NewAppId("wx4"), NewAppId("wx5"));
        await CompareAsync("run1", [.. new[] { seen, gone, ended, test }.Select(appId => new ListedAuthorizer(appId, "r", null))]);
        await SetStatusAsync("Unauthorized", ended);
        await SetStatusAsync("Test", test);
        await Vault.WipeAsync(new AuthorizerKey(_component, ended), 1, Token);
        _database.Main.Clock.Advance(TimeSpan.FromSeconds(1));
        var startedAt = _database.Main.Clock.GetUtcNow();
        await CompareAsync("run2", new ListedAuthorizer(seen, "r", null));
        await Rows.SaveAsync(_component, new AuthorizerInfo(young, ServiceKind.Other, "x"), null, mayAuthorize: true, Token);

        Assert.Equal([gone], await Rows.UnseenAsync(_component, "run2", startedAt, "", 500, Token));
        Assert.Empty(await Rows.UnseenAsync(_component, "run2", startedAt, gone.Value, 500, Token));
    }

    [Fact]
    public async Task An_end_that_was_outrun_ends_nothing()
    {
        await CompareAsync("run1", new ListedAuthorizer(_account, "r1", null));
        var seen = (await Rows.StampAsync(_component, _account, Token))!;
        await SetStatusAsync("NeedsCode");

        Assert.Equal(SaveResult.Outrun, await Rows.EndAsync(_component, _account, seen, Token));

        var now = (await Rows.StampAsync(_component, _account, Token))!;
        Assert.Equal(SaveResult.Saved, await Rows.EndAsync(_component, _account, now, Token));
        Assert.Equal("Unauthorized", (await RowAsync()).Status);
        var history = await new ChangeHistory(_database.Access, _database.Main.Clock)
            .ReadStatusesAsync(_component, _account, after: null, 50, Token);
        Assert.Equal(
            [("list", "NeedsCode", "Unauthorized"), ("list", "", "Authorized")],
            history.Changes.Select(note => (note.By, note.Was, note.Status)));
        Assert.Equal(new Dictionary<AuthorizerState, int> { [AuthorizerState.Unauthorized] = 1 }, await Rows.CountAsync(_component, Token));
    }

    [Fact]
    public async Task Of_many_that_replace_the_state_of_a_run_one_succeeds()
    {
        Assert.Null(await Runs.ReadAsync(_component, Token));

        Assert.Equal(1, await CountAsync(null));
        var seen = await Runs.ReadAsync(_component, Token);
        Assert.Equal(1, await CountAsync(seen));

        async Task<int> CountAsync(string? before) => (await Task.WhenAll(Enumerable.Range(0, 8).Select(
            async number => await Runs.TryReplaceAsync(_component, before, $"{before} {number}", Token)))).Count(isReplaced => isReplaced);
    }

    private static AppId NewAppId(string prefix)
        => AppId.TryParse($"{prefix}{Guid.NewGuid():N}", out var appId) ? appId : throw new InvalidOperationException();

    private AuthorizerInfo Told(string refreshToken) => new(_account, ServiceKind.MiniProgram, "mini_program")
    {
        RefreshToken = refreshToken,
        OriginalId = "gh_1",
        NickName = "奶茶店😀",
    };

    private ValueTask<IReadOnlyList<ListedChange>> CompareAsync(string run, params IReadOnlyList<ListedAuthorizer> page)
        => Rows.CompareAsync(_component, page, run, Token);

    private async Task<SaveResult> SaveAsync(AuthorizerInfo told)
        => await Rows.SaveAsync(_component, told, await Rows.StampAsync(_component, _account, Token), mayAuthorize: true, Token);

    private async Task<AuthorizerRow> RowAsync() => await _database.Access.ReadAsync(
        (db, token) => db.Authorizers.AsNoTracking().SingleAsync(
            row => row.Platform == _component.Value && row.AppId == _account.Value, token),
        Token);

    private async Task SetStatusAsync(string status, AppId? appId = null)
    {
        var account = (appId ?? _account).Value;
        await _database.Access.WriteAsync(
            (db, token) => db.Authorizers.Where(row => row.Platform == _component.Value && row.AppId == account)
                .ExecuteUpdateAsync(row => row.SetProperty(changed => changed.Status, status), token),
            Token);
    }
}
