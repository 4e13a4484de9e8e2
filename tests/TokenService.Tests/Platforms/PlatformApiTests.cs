using System.Text;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms.Calls;
using WxYarpGateway.TokenService.Tests.Replicas;

namespace WxYarpGateway.TokenService.Tests.Platforms;

public sealed class PlatformApiTests : PlatformFixture
{
    [Fact]
    public async Task It_tells_what_WeChat_tells()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.ExchangeAsync(replica);
        var api = replica.Get<PlatformApi>();

        var info = Of(await api.AuthorizerInfoAsync(World.Platform, World.Key.AppId, Cancelled));
        var page = Of(await api.AuthorizerListAsync(World.Platform, 0, 500, Cancelled));
        var code = Of(await api.PreAuthCodeAsync(World.Platform, Cancelled));
        var set = await api.SetOptionAsync(World.Authorizer, "location_report", "2", Cancelled);

        Assert.Equal((ServiceKind.OfficialAccount, "official_account"), (info.Kind, info.Type));
        Assert.Equal("gh_wxshop0000000001", info.OriginalId);
        Assert.Equal("模拟科技有限公司", info.PrincipalName);
        Assert.Equal((0, 2, 1, 0), (info.VerifyType, info.ServiceType, info.AccountStatus, info.RegisterType));
        Assert.Equal(World.RefreshToken, info.RefreshToken);
        Assert.Equal(1, page.Total);
        Assert.Equal(World.Key.AppId, Assert.Single(page.Authorizers).AppId);
        Assert.Equal(World.Clock.GetUtcNow(), page.Authorizers[0].AuthorizedAt);
        Assert.StartsWith("preauthcode@@@", code.Value, StringComparison.Ordinal);
        Assert.True(set.Succeeded, set.Error?.Message);
        Assert.Equal("2", Of(await api.GetOptionAsync(World.Authorizer, "location_report", Cancelled)));
        Assert.True((await api.StartPushTicketAsync(World.Platform, Cancelled)).Succeeded);
        Assert.All<object>(
            [info, page.Authorizers[0], code], told => Assert.DoesNotContain("@@@", told.ToString()!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_account_that_has_not_authorized_the_platform_is_61003()
    {
        var replica = await World.NewReplicaWithTicketAsync();

        var result = await replica.Get<PlatformApi>().AuthorizerInfoAsync(World.Platform, Some.AppId("wxnobody"), Cancelled);

        Assert.False(result.TryGet(out _, out var error));
        Assert.Equal(
            (61003, ErrorClass.Permission, TokenObstacle.Unauthorized), (error.ErrorCode, error.Class, error.Obstacle));
    }

    [Fact]
    public async Task The_list_is_empty_handed_before_a_code_was_exchanged()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        await World.AuthorizeAsync();

        var api = replica.Get<PlatformApi>();
        Assert.Equal("", Of(await api.AuthorizerListAsync(World.Platform, 0, 1, Cancelled)).Authorizers[0].RefreshToken);
        Assert.Equal("", Of(await api.AuthorizerInfoAsync(World.Platform, World.Key.AppId, Cancelled)).RefreshToken);
    }

    [Fact]
    public async Task The_secret_is_sent_for_tickets_under_its_other_name_and_stays_out_of_errors()
    {
        var replica = World.NewReplica();
        World.Simulator.Faults.Add(ApiPath.StartPushTicket, Fault.Error(40125, $"invalid secret {PlatformWorld.Secret}"));

        var result = await replica.Get<PlatformApi>().StartPushTicketAsync(World.Platform, Cancelled);

        Assert.Equal(ErrorClass.Configuration, result.Error!.Class);
        Assert.DoesNotContain(PlatformWorld.Secret, result.Error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"authorizer_info":{"service_type_info":{"id":2}}}""", ServiceKind.OfficialAccount, "official_account")]
    [InlineData("""{"authorizer_info":{"service_type_info":{"id":0},"MiniProgramInfo":{}}}""", ServiceKind.MiniProgram, "mini_program")]
    [InlineData("""{"authorizer_info":{"nick_name":"x"},"channels_info":{}}""", ServiceKind.Other, "channels_info")]
    [InlineData("""{"authorizer_info":{"store_info":{"id":1}}}""", ServiceKind.Other, "store_info")]
    [InlineData("""{"authorizer_info":{"talent_info":{}}}""", ServiceKind.Other, "talent_info")]
    [InlineData("""{"authorizer_info":{},"supplier_info":{}}""", ServiceKind.Other, "supplier_info")]
    [InlineData("""{"authorizer_info":{"hologram_info":{}}}""", ServiceKind.Other, "hologram_info")]
    [InlineData("""{"authorizer_info":{"verify_type_info":{"id":-1}}}""", ServiceKind.OfficialAccount, "official_account")]
    public void A_type_that_nobody_knows_is_kept_by_its_name(string json, ServiceKind kind, string type)
    {
        var info = AuthorizerAnswers.ReadInfo(Encoding.UTF8.GetBytes(json), Some.AppId("wx1"))!;

        Assert.Equal((kind, type), (info.Kind, info.Type));
    }

    [Fact]
    public void Numbers_may_be_text_and_two_hundred_permission_sets_fit()
    {
        var sets = string.Join(',', Enumerable.Range(1, 200).Select(
            id => id % 2 == 0
                ? $$$"""{"funcscope_category":{"id":{{{id}}}}}"""
                : $$$"""{"funcscope_category":{"id":"{{{id}}}"},"confirm_info":{"need_confirm":0}}"""));
        var json = Encoding.UTF8.GetBytes($$$"""
            {"authorization_info":{"authorizer_appid":"wx1","authorizer_access_token":"A","expires_in":"300",
            "authorizer_refresh_token":"R","func_info":[null,{},{"funcscope_category":{"id":"x"}},{{{sets}}}]}}
            """);

        var grant = AuthorizerAnswers.ReadGrant(json, World.Clock.GetTimestamp())!;
        var page = AuthorizerAnswers.ReadPage(
            """
            {"total_count":"2","list":[{"authorizer_appid":"wx1","refresh_token":"R","auth_time":"1500000000"},
            {"authorizer_appid":""},7,{"authorizer_appid":"wx2"}]}
            """u8.ToArray())!;

        Assert.Equal(Enumerable.Range(1, 200), grant.PermissionSets);
        Assert.Equal(TimeSpan.FromSeconds(300), grant.AccessToken!.Lifetime.Remaining(World.Clock));
        Assert.Equal(2, page.Total);
        Assert.Equal(["wx1", "wx2"], page.Authorizers.Select(authorizer => authorizer.AppId.Value));
        Assert.Equal((1500000000, null), (page.Authorizers[0].AuthorizedAt!.Value.ToUnixTimeSeconds(), page.Authorizers[1].AuthorizedAt));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"authorization_info":7}""")]
    [InlineData("""{"authorization_info":{"authorizer_appid":"wxother"}}""")]
    [InlineData("[]")]
    public void An_answer_about_nobody_or_somebody_else_is_none(string json) =>
        Assert.Null(AuthorizerAnswers.ReadInfo(Encoding.UTF8.GetBytes(json), Some.AppId("wx1")));

    [Fact]
    public async Task No_secret_is_in_any_log()
    {
        var replica = await World.NewReplicaWithTicketAsync();
        var ticket = replica.Tickets.Newest(World.Platform.AppId)!.Value;
        var code = await World.AuthorizeAsync();
        await replica.Get<TokenService.Platforms.AuthorizationCodes>().ExchangeAsync(World.Platform, code, null, Cancelled);
        await World.ExpireAsync(replica);
        World.Vault.IsDown = true;
        World.Settings.Switches.RefreshTokens = Simulator.Platforms.RefreshTokenMode.RotateEachTime;
        await replica.TokenAsync(World.Authorizer);
        World.Simulator.Faults.Add(ApiPath.AuthorizerToken, Fault.Error(61023, $"{World.RefreshToken} {ticket}"));
        await World.ExpireAsync(replica);
        await replica.TokenAsync(World.Authorizer);

        string[] secrets =
        [
            PlatformWorld.Secret, ticket, code, World.RefreshToken!, World.Vault.RowOf(World.Key)!.RefreshToken,
            Some.Of(await replica.TokenAsync(World.Platform)).Value,
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, replica.Logs.Text, StringComparison.Ordinal));
        Assert.Contains("Spilled", replica.Logs.Text, StringComparison.Ordinal);
    }

    private static T Of<T>(WeChatResult<T> result)
    {
        Assert.True(result.TryGet(out var value, out var error), error?.Message);
        return value;
    }
}
