using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Simulator.Tests.Platforms;

public sealed class AuthorizerTests : PlatformFixture
{
    private const string GetOption = "/cgi-bin/component/get_authorizer_option";
    private const string SetOption = "/cgi-bin/component/set_authorizer_option";
    private const string OldGetOption = "/cgi-bin/component/api_get_authorizer_option";
    private const string OldSetOption = "/cgi-bin/component/api_set_authorizer_option";

    [Fact]
    public async Task A_code_is_exchanged_once_for_tokens_that_speak_for_the_account()
    {
        var granted = await AuthorizeAsync(Account.AppId);
        var info = await QueryAsync(granted.Code);

        Assert.Equal(Account.AppId, (string)info["authorizer_appid"]!);
        Assert.Equal(7200, (int)info["expires_in"]!);
        Assert.Equal([1, 2, 3, 4, 6, 7, 11, 15], SetsIn(info));
        Assert.Equal(0, await SendErrorAsync((string)info["authorizer_access_token"]!));
        Assert.Equal(Account.AppId, Assert.Single(Simulator.SentMessages.All).AppId);
        Assert.Equal(61009, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", granted.Code))));
        Assert.Equal(61009, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", "queryauthcode@@@nobody"))));
        Assert.Equal(40097, ErrorOf(await ComponentAsync(ApiPath.QueryAuth)));
        Assert.Equal(40097, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", ""))));
        Assert.Equal(2, Simulator.Platforms.ExchangesOf(granted.Code));
    }

    [Fact]
    public async Task A_code_expires_when_it_says()
    {
        var (early, late) = (await AuthorizeAsync(Account.AppId), await AuthorizeAsync(Mini.AppId));
        Clock.Advance(TimeSpan.FromSeconds(early.ExpiresIn) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", early.Code))));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(61010, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", late.Code))));
    }

    [Fact]
    public async Task Fifty_exchanges_of_one_code_at_once_give_one_grant()
    {
        var (token, granted) = (await ComponentTokenAsync(), await AuthorizeAsync(Account.AppId));
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 50).Select(_ => ComponentWithAsync(token, ApiPath.QueryAuth, ("authorization_code", granted.Code))));

        Assert.Single(answers, answer => ErrorOf(answer) == 0);
        Assert.Equal(50, Simulator.Platforms.ExchangesOf(granted.Code));
    }

    [Fact]
    public async Task A_stable_refresh_token_stays_however_often_it_is_used()
    {
        var info = await AuthorizedAsync(Account.AppId);
        var refresh = (string)info["authorizer_refresh_token"]!;
        var (first, second) = (await RenewAsync(refresh), await RenewAsync(refresh));

        Assert.Equal([refresh, refresh], [(string)first["authorizer_refresh_token"]!, (string)second["authorizer_refresh_token"]!]);
        Assert.NotEqual((string)first["authorizer_access_token"]!, (string)second["authorizer_access_token"]!);
        Assert.Equal(0, await SendErrorAsync((string)first["authorizer_access_token"]!));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(40001, await SendErrorAsync((string)first["authorizer_access_token"]!));
        Assert.Equal(0, await SendErrorAsync((string)second["authorizer_access_token"]!));
    }

    [Fact]
    public async Task A_rotating_refresh_token_ends_with_its_use()
    {
        Platform.Switches.RefreshTokens = RefreshTokenMode.RotateEachTime;
        var first = (string)(await AuthorizedAsync(Account.AppId))["authorizer_refresh_token"]!;
        var second = (string)(await RenewAsync(first))["authorizer_refresh_token"]!;

        Assert.NotEqual(first, second);
        Assert.Equal(61023, ErrorOf(await RenewAsync(first)));
        Assert.Equal(0, ErrorOf(await RenewAsync(second)));
    }

    [Fact]
    public async Task A_forgotten_answer_rotates_the_token_and_the_list_tells_the_new_one()
    {
        Platform.Switches.RefreshTokens = RefreshTokenMode.RotateAndForgetAnswer;
        var first = (string)(await AuthorizedAsync(Account.AppId))["authorizer_refresh_token"]!;

        await Assert.ThrowsAsync<HttpRequestException>(() => RenewAsync(first));
        Assert.Equal(61023, ErrorOf(await RenewAsync(first)));
        var listed = (string)(await ListAsync(0, 10))["list"]![0]!["refresh_token"]!;
        Assert.NotEqual(first, listed);
        Assert.Equal(listed, Simulator.Platforms.RefreshTokenOf(Component, Account.AppId));
        var renewed = await RenewAsync(listed);
        Assert.Equal(0, ErrorOf(renewed));
        await Assert.ThrowsAsync<HttpRequestException>(() => RenewAsync((string)renewed["authorizer_refresh_token"]!));
    }

    [Theory]
    [InlineData(RefreshTokenMode.Stable, true)]
    [InlineData(RefreshTokenMode.RotateEachTime, false)]
    public async Task Authorizing_again_ends_the_access_token_at_once(RefreshTokenMode mode, bool refreshTokenStays)
    {
        Platform.Switches.RefreshTokens = mode;
        var info = await AuthorizedAsync(Account.AppId);
        var again = await AuthorizeAsync(Account.AppId);

        Assert.Equal(40001, await SendErrorAsync((string)info["authorizer_access_token"]!));
        Assert.Equal(
            refreshTokenStays,
            (string)info["authorizer_refresh_token"]! == Simulator.Platforms.RefreshTokenOf(Component, Account.AppId));
        Assert.Equal(0, await SendErrorAsync((string)(await QueryAsync(again.Code))["authorizer_access_token"]!));
    }

    [Fact]
    public async Task A_withdrawn_authorization_ends_all_its_tokens_and_a_new_one_begins_empty()
    {
        var info = await AuthorizedAsync(Account.AppId);
        var refresh = (string)info["authorizer_refresh_token"]!;
        var renewed = await RenewAsync(refresh);
        Simulator.Platforms.UnauthorizeSilently(Component, Account.AppId);

        Assert.Equal(40001, await SendErrorAsync((string)info["authorizer_access_token"]!));
        Assert.Equal(40001, await SendErrorAsync((string)renewed["authorizer_access_token"]!));
        Assert.Equal(61003, ErrorOf(await RenewAsync(refresh)));
        Assert.Equal(61003, ErrorOf(await InfoAsync(Account.AppId)));
        Assert.Equal(0, (int)(await ListAsync(0, 500))["total_count"]!);

        var granted = await AuthorizeAsync(Account.AppId);
        Assert.Equal("authorized", granted.InfoType);
        Assert.Equal("", (string)(await ListAsync(0, 500))["list"]![0]!["refresh_token"]!);
        Assert.Equal("", (string)(await InfoAsync(Account.AppId))["authorization_info"]!["authorizer_refresh_token"]!);
        Assert.Equal(61023, ErrorOf(await RenewAsync(refresh)));
        var next = (string)(await QueryAsync(granted.Code))["authorizer_refresh_token"]!;
        Assert.NotEqual(refresh, next);
        Assert.Equal(next, (string)(await ListAsync(0, 500))["list"]![0]!["refresh_token"]!);
    }

    [Fact]
    public async Task A_code_of_an_authorization_that_was_withdrawn_meanwhile_gives_nothing()
    {
        var granted = await AuthorizeAsync(Account.AppId);
        Simulator.Platforms.UnauthorizeSilently(Component, Account.AppId);

        Assert.Equal(61003, ErrorOf(await ComponentAsync(ApiPath.QueryAuth, ("authorization_code", granted.Code))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("refreshtoken@@@nobody")]
    public async Task A_renewal_needs_the_authorizers_own_refresh_token(string? token)
    {
        await AuthorizedAsync(Account.AppId);
        var other = (string)(await AuthorizedAsync(Mini.AppId))["authorizer_refresh_token"]!;
        var answer = token is null
            ? await ComponentAsync(ApiPath.AuthorizerToken, ("authorizer_appid", Account.AppId))
            : await RenewAsync(token);

        Assert.Equal(61023, ErrorOf(answer));
        Assert.Equal(61023, ErrorOf(await RenewAsync(other)));
        Assert.Equal(61003, ErrorOf(await ComponentAsync(ApiPath.AuthorizerToken, ("authorizer_appid", "wxnobody"))));
    }

    [Fact]
    public async Task The_list_is_paged_by_five_hundred_in_the_order_of_authorization()
    {
        for (var index = 0; index < 1203; index++)
        {
            Simulator.AddAccount(new SimulatedAccount { AppId = $"wxmany{index:0000}" });
        }

        Platform.Authorizers = [.. Enumerable.Range(0, 1203).Select(index => new SimulatedAuthorizer { AppId = $"wxmany{index:0000}" })];
        Simulator.AddPlatform(Platform);
        var pages = new[] { await ListAsync(0, 500), await ListAsync(500, 500), await ListAsync(1000, 500), await ListAsync(5000, 500) };

        Assert.All(pages, page => Assert.Equal(1203, (int)page["total_count"]!));
        Assert.Equal([500, 500, 203, 0], pages.Select(page => page["list"]!.AsArray().Count));
        Assert.Equal(
            Platform.Authorizers.Select(authorizer => authorizer.AppId),
            pages.SelectMany(page => page["list"]!.AsArray()).Select(entry => (string)entry!["authorizer_appid"]!));
        Assert.All(pages[0]["list"]!.AsArray(), entry => Assert.NotEqual("", (string)entry!["refresh_token"]!));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 501)]
    [InlineData(-1, 10)]
    [InlineData(0, -1)]
    [InlineData(0, 1_000_000_000)]
    [InlineData(4_000_000_000, 10)]
    public async Task A_page_out_of_bounds_is_refused(long offset, long count) =>
        Assert.Equal(40097, ErrorOf(await ComponentAsync(ApiPath.AuthorizerList, ("offset", offset), ("count", count))));

    [Fact]
    public async Task An_authorizer_is_described_by_its_kind_and_by_fields_of_its_own()
    {
        await AuthorizedAsync(Account.AppId, [1, 118]);
        Platform.Authorizers =
        [
            new SimulatedAuthorizer
            {
                AppId = Mini.AppId,
                WasQueried = false,
                Info = new JsonObject { ["channels_info"] = new JsonObject { ["finder_id"] = 7 }, ["account_status"] = 16 },
            },
        ];
        Simulator.AddPlatform(Platform);
        var (official, mini) = (await InfoAsync(Account.AppId), await InfoAsync(Mini.AppId));

        Assert.Equal("海风书店", (string)official["authorizer_info"]!["nick_name"]!);
        Assert.Equal("gh_1", (string)official["authorizer_info"]!["user_name"]!);
        Assert.Null(official["authorizer_info"]!["MiniProgramInfo"]);
        Assert.Equal([1, 118], SetsIn(official["authorization_info"]!.AsObject()));
        Assert.NotNull(mini["authorizer_info"]!["MiniProgramInfo"]!["network"]!["RequestDomain"]);
        Assert.Equal(7, (int)mini["authorizer_info"]!["channels_info"]!["finder_id"]!);
        Assert.Equal(16, (int)mini["authorizer_info"]!["account_status"]!);
        Assert.Equal("", (string)mini["authorization_info"]!["authorizer_refresh_token"]!);
        Assert.Equal([17, 18, 19], SetsIn(mini["authorization_info"]!.AsObject()));
    }

    [Theory]
    [InlineData(new[] { 1 }, "/cgi-bin/user/get", 61007)]
    [InlineData(new[] { 1, 2 }, "/cgi-bin/user/get", 0)]
    [InlineData(new[] { 111, 22 }, "/cgi-bin/user/get", 61007)]
    [InlineData(new[] { 2 }, "/cgi-bin/menu/get", 61007)]
    [InlineData(new int[0], "/cgi-bin/getcallbackip", 0)]
    public async Task A_token_opens_only_what_was_granted(int[] sets, string path, int error)
    {
        var token = (string)(await AuthorizedAsync(Account.AppId, sets))["authorizer_access_token"]!;

        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Get, $"{path}?access_token={token}")));
    }

    [Fact]
    public async Task A_change_of_permissions_is_told_and_the_same_permissions_are_not()
    {
        Assert.Equal("authorized", (await AuthorizeAsync(Account.AppId)).InfoType);
        Assert.Null((await AuthorizeAsync(Account.AppId)).InfoType);
        var silent = new AuthorizationOptions { EventTiming = EventTiming.Never };
        var fewer = await AuthorizeAsync(Account.AppId, silent with { PermissionSets = [2, 1] });
        var same = await AuthorizeAsync(Account.AppId, silent with { PermissionSets = [1, 2, 1] });

        Assert.Equal("updateauthorized", fewer.InfoType);
        Assert.Null(same.InfoType);
    }

    [Fact]
    public async Task Options_are_set_with_either_token_and_are_the_same()
    {
        var token = (string)(await AuthorizedAsync(Account.AppId))["authorizer_access_token"]!;
        Task<JsonObject> NewAsync(string path, string body) => CallAsync(HttpMethod.Post, $"{path}?access_token={token}", body);

        Assert.Equal("0", (string)(await NewAsync(GetOption, """{"option_name":"location_report"}"""))["option_value"]!);
        Assert.Equal(0, ErrorOf(await NewAsync(SetOption, """{"option_name":"location_report","option_value":"2"}""")));
        var old = await ComponentAsync(OldGetOption, ("authorizer_appid", Account.AppId), ("option_name", "location_report"));
        Assert.Equal("2", (string)old["option_value"]!);
        var set = await ComponentAsync(
            OldSetOption,
            ("authorizer_appid", Account.AppId),
            ("option_name", "voice_recognize"),
            ("option_value", "1"));
        Assert.Equal(0, ErrorOf(set));
        Assert.Equal("1", (string)(await NewAsync(GetOption, """{"option_name":"voice_recognize"}"""))["option_value"]!);
        Assert.Equal(61012, ErrorOf(await NewAsync(GetOption, """{"option_name":"weather"}""")));
        Assert.Equal(61012, ErrorOf(await NewAsync(GetOption, "{}")));
        Assert.Equal(61013, ErrorOf(await NewAsync(SetOption, """{"option_name":"voice_recognize","option_value":"2"}""")));
        var unknown = await ComponentAsync(OldGetOption, ("authorizer_appid", Mini.AppId), ("option_name", "voice_recognize"));
        Assert.Equal(61003, ErrorOf(unknown));
        Assert.Equal(
            61003,
            ErrorOf(await CallAsync(HttpMethod.Post, $"{GetOption}?access_token={await OtherTokenAsync()}", """{"option_name":"x"}""")));
    }

    [Fact]
    public async Task A_test_can_revoke_or_expire_an_authorizers_token()
    {
        var info = await AuthorizedAsync(Account.AppId);
        Simulator.ExpireToken(Account.AppId);
        Assert.Equal(42001, await SendErrorAsync((string)info["authorizer_access_token"]!));
        var renewed = await RenewAsync((string)info["authorizer_refresh_token"]!);
        Simulator.RevokeToken(Account.AppId);
        Assert.Equal(40001, await SendErrorAsync((string)renewed["authorizer_access_token"]!));
        renewed = await RenewAsync((string)info["authorizer_refresh_token"]!);
        Assert.Equal(0, await SendErrorAsync((string)renewed["authorizer_access_token"]!));
    }

    private async Task<string> OtherTokenAsync()
    {
        Simulator.AddAccount(new SimulatedAccount { AppId = "wxown", AppSecret = "s" });
        var answer = await CallAsync(HttpMethod.Get, $"{ApiPath.ClassicToken}?grant_type=client_credential&appid=wxown&secret=s");
        return (string)answer["access_token"]!;
    }

    private static IEnumerable<int> SetsIn(JsonObject info) =>
        info["func_info"]!.AsArray().Select(entry => (int)entry!["funcscope_category"]!["id"]!);

    private Task<JsonObject> RenewAsync(string refreshToken) => ComponentAsync(
        ApiPath.AuthorizerToken,
        ("authorizer_appid", Account.AppId),
        ("authorizer_refresh_token", refreshToken));

    private Task<JsonObject> InfoAsync(string appId) => ComponentAsync(ApiPath.AuthorizerInfo, ("authorizer_appid", appId));

    private Task<JsonObject> ListAsync(int offset, int count) =>
        ComponentAsync(ApiPath.AuthorizerList, ("offset", offset), ("count", count));
}
