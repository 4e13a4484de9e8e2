using System.Text.Json;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>What the internal listener tells of platforms and their accounts, and does for them.</summary>
public sealed class PlatformApiTests : IAsyncLifetime
{
    private EventRig _rig = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _rig = await EventRig.StartWithGatewayAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_state_has_the_ticket_the_accounts_and_the_inbox()
    {
        await AuthorizeAsync();

        var (status, json, _) = await _rig.CallAsync(HttpMethod.Get, "/platform/saas");

        Assert.Equal(200, status);
        Assert.Equal(EventRig.Component, json.GetProperty("appid").GetString());
        Assert.InRange(json.GetProperty("ticketAge").GetInt64(), 0, 600);
        Assert.Equal(1, json.GetProperty("authorizers").GetProperty("authorized").GetInt32());
        Assert.Equal(0, json.GetProperty("inbox").GetProperty("waiting").GetInt32());
        Assert.Equal(404, (await _rig.CallAsync(HttpMethod.Get, "/platform/nobody")).Status);
    }

    [Fact]
    public async Task A_comparison_finds_the_account_whose_event_was_lost()
    {
        await _rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.Never });

        var (status, started, answer) = await _rig.CallAsync(HttpMethod.Post, "/platform/saas/sync");

        Assert.Equal((202, "/platform/saas/sync"), (status, answer.Headers.Location?.ToString()));
        Assert.Equal("Running", started.GetProperty("status").GetString());
        await Eventually.HoldsAsync(
            async () => (await _rig.CallAsync(HttpMethod.Get, "/platform/saas/sync")).Json.GetProperty("status").GetString() == "Complete",
            "the comparison was complete",
            Cancelled);
        var row = await _rig.RowAsync();

        // WeChat gives no refresh token before a code was exchanged once.
        Assert.Equal((AuthorizerState.NeedsCode, "gh_shop"), (row!.Authorizer.State, row.Authorizer.OriginalId));
    }

    [Fact]
    public async Task A_comparison_ends_an_account_whose_event_was_lost()
    {
        await AuthorizeAsync();
        _rig.WeChat.Platforms.UnauthorizeSilently(EventRig.Component, EventRig.Shop);

        await _rig.CallAsync(HttpMethod.Post, "/platform/saas/sync");

        await _rig.StateBecomesAsync(AuthorizerState.Unauthorized);
        await Eventually.HoldsAsync(
            async () => !(await _rig.TokenAsync()).TryGet(out _, out _), "there was no token any more", Cancelled);
    }

    [Fact]
    public async Task The_history_of_an_account_says_what_told_its_status()
    {
        const string History = $"/platform/saas/authorizers/{EventRig.Shop}/history";
        await AuthorizeAsync();
        _rig.WeChat.Platforms.UnauthorizeSilently(EventRig.Component, EventRig.Shop);
        await _rig.CallAsync(HttpMethod.Post, "/platform/saas/sync");
        await _rig.StateBecomesAsync(AuthorizerState.Unauthorized);

        var (status, json, _) = await _rig.CallAsync(HttpMethod.Get, History);

        Assert.Equal(200, status);
        var changes = json.GetProperty("changes").EnumerateArray().ToList();
        Assert.Equal(
            ("list", "Authorized", "Unauthorized"),
            (Text(changes[0], "by"), Text(changes[0], "was"), Text(changes[0], "status")));
        Assert.Equal(("", "Authorized"), (Text(changes[^1], "was"), Text(changes[^1], "status")));
        Assert.DoesNotContain("refreshtoken", json.GetRawText(), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(400, (await _rig.CallAsync(HttpMethod.Get, $"{History}?rule=x")).Status);
        Assert.Equal(404, (await _rig.CallAsync(HttpMethod.Get, "/platform/saas/authorizers/wxnobody00000001/history")).Status);
        Assert.Equal(404, (await _rig.CallAsync(HttpMethod.Get, "/platform/saas/authorizers/x/history")).Status);

        static string Text(JsonElement change, string name) => change.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task Accounts_are_found_by_state_tag_and_name()
    {
        await AuthorizeAsync();
        await _rig.CallAsync(HttpMethod.Patch, $"/platform/saas/authorizers/{EventRig.Shop}", new { tags = new[] { "vip" } });

        Assert.Equal(1, await CountAsync("status=authorized&tag=vip&name=奶茶"));
        Assert.Equal(0, await CountAsync("tag=nobody"));
        Assert.Equal(0, await CountAsync("status=Unauthorized"));
        Assert.Equal(0, await CountAsync($"after={EventRig.Shop}"));

        async Task<int> CountAsync(string query)
        {
            var (status, json, _) = await _rig.CallAsync(HttpMethod.Get, $"/platform/saas/authorizers?{query}");
            Assert.Equal(200, status);
            return json.GetProperty("authorizers").GetArrayLength();
        }
    }

    [Fact]
    public async Task A_bad_question_is_refused_with_all_errors_each_by_path()
    {
        var (status, json, _) = await _rig.CallAsync(HttpMethod.Get, "/platform/saas/authorizers?limit=0&status=gone&colour=red");

        Assert.Equal(400, status);
        var text = json.ToString();
        Assert.Contains("limit", text, StringComparison.Ordinal);
        Assert.Contains("status", text, StringComparison.Ordinal);
        Assert.Contains("colour", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_edit_one_account_do_not_undo_each_others_work()
    {
        await AuthorizeAsync();
        var path = $"/platform/saas/authorizers/{EventRig.Shop}";
        var (_, _, first) = await _rig.CallAsync(HttpMethod.Get, path);
        var tag = first.Headers.ETag!.ToString();

        var edited = await _rig.CallAsync(
            HttpMethod.Patch, path, new { note = "first", overrides = new Dictionary<string, string> { ["MessageBackend"] = "crm" } },
                ifMatch: tag);
        var late = await _rig.CallAsync(HttpMethod.Patch, path, new { note = "second" }, ifMatch: tag);

        Assert.Equal((200, "first"), (edited.Status, edited.Json.GetProperty("note").GetString()));
        Assert.Equal("crm", edited.Json.GetProperty("overrides").GetProperty("MessageBackend").GetString());
        Assert.Equal(412, late.Status);
    }

    [Theory]
    [InlineData("""{"tags":"vip"}""", "tags")]
    [InlineData("""{"tags":[""]}""", "tags[0]")]
    [InlineData("""{"note":5}""", "note")]
    [InlineData("""{"colour":"red"}""", "colour")]
    [InlineData("""{"overrides":{"Token":"x"}}""", "overrides")]
    [InlineData("""{"overrides":{"MessageBackend":"nobody"}}""", "overrides.MessageBackend")]
    [InlineData("""[]""", "body")]
    public async Task A_bad_edit_is_refused_by_its_path(string body, string path)
    {
        await AuthorizeAsync();

        var (status, json, _) = await _rig.CallAsync(
            HttpMethod.Patch,
            $"/platform/saas/authorizers/{EventRig.Shop}",
            System.Text.Json.JsonDocument.Parse(body).RootElement);

        Assert.Equal(400, status);
        Assert.Contains(path, json.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_asks_about_the_account_and_renews_its_token()
    {
        await AuthorizeAsync();
        Assert.True((await _rig.TokenAsync()).TryGet(out var before, out _));

        var (status, shown, _) = await _rig.CallAsync(HttpMethod.Post, $"/platform/saas/authorizers/{EventRig.Shop}/refresh");

        Assert.Equal(200, status);
        Assert.True((await _rig.TokenAsync()).TryGet(out var after, out _));
        Assert.NotEqual(before.Value, after.Value);
        Assert.True(shown.GetProperty("tokens")[0].GetProperty("left").GetInt32() > 0);
        Assert.DoesNotContain(after.Value, shown.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(404, (await _rig.CallAsync(HttpMethod.Post, "/platform/saas/authorizers/wxnobody/refresh")).Status);
    }

    [Fact]
    public async Task A_refresh_of_an_account_that_left_is_a_conflict()
    {
        await AuthorizeAsync();
        await _rig.WeChat.Platforms.UnauthorizeAsync(EventRig.Component, EventRig.Shop, DateTimeOffset.UtcNow.AddSeconds(1), Cancelled);
        await _rig.StateBecomesAsync(AuthorizerState.Unauthorized);

        Assert.Equal(409, (await _rig.CallAsync(HttpMethod.Post, $"/platform/saas/authorizers/{EventRig.Shop}/refresh")).Status);
    }

    private async Task AuthorizeAsync()
    {
        await _rig.AuthorizeAsync();
        await _rig.StateBecomesAsync(AuthorizerState.Authorized);
        await _rig.InboxIsDoneAsync();
    }
}
