using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Tests.Platforms;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.MiniPrograms;

public sealed class LoginTests : PlatformFixture
{
    private const string Path = "/sns/jscode2session";
    private const string ComponentPath = "/sns/component/jscode2session";

    [Fact]
    public async Task A_code_is_exchanged_once_for_the_openid_and_the_session_key()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oAda", UnionId = "uAda" });
        var code = Simulator.Phones.Login(Account.AppId, "oAda");
        var answer = await ExchangeAsync(code);

        Assert.Equal(("oAda", "uAda"), ((string)answer["openid"]!, (string)answer["unionid"]!));
        Assert.Equal(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda"), (string)answer["session_key"]!);
        Assert.Equal(16, Convert.FromBase64String((string)answer["session_key"]!).Length);
        Assert.Equal(40163, ErrorOf(await ExchangeAsync(code)));
        Assert.Equal(2, Simulator.Phones.Codes.Single().Exchanges);
    }

    [Fact]
    public async Task A_user_without_unionid_gets_none()
    {
        var answer = await ExchangeAsync(Simulator.Phones.Login(Account.AppId, "oBob"));

        Assert.False(answer.ContainsKey("unionid"));
    }

    [Fact]
    public async Task A_code_is_another_ones_unknown_or_too_old()
    {
        var foreign = Simulator.Phones.Login(Mini.AppId, "oAda");
        var (young, old) = (Simulator.Phones.Login(Account.AppId, "oAda"), Simulator.Phones.Login(Account.AppId, "oAda"));
        Assert.Equal(40029, ErrorOf(await ExchangeAsync(foreign)));
        Assert.Equal(40029, ErrorOf(await ExchangeAsync("0nothing")));
        Clock.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(0, ErrorOf(await ExchangeAsync(young)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(40029, ErrorOf(await ExchangeAsync(old)));
    }

    [Fact]
    public async Task A_dangerous_user_is_blocked() =>
        Assert.Equal(40226, ErrorOf(await ExchangeAsync(Simulator.Phones.Login(Account.AppId, "oEve", isBlocked: true))));

    [Fact]
    public async Task A_user_logs_in_so_often_a_minute()
    {
        Account.MiniProgram.LoginsPerMinute = 2;
        var codes = Enumerable.Range(0, 3).Select(_ => Simulator.Phones.Login(Account.AppId, "oAda")).ToList();
        Assert.Equal(0, ErrorOf(await ExchangeAsync(codes[0])));
        Assert.Equal(0, ErrorOf(await ExchangeAsync(codes[1])));
        Assert.Equal(45011, ErrorOf(await ExchangeAsync(codes[2])));
        Assert.Equal(0, ErrorOf(await ExchangeAsync(Simulator.Phones.Login(Account.AppId, "oBob"))));
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, ErrorOf(await ExchangeAsync(codes[2])));
    }

    [Theory]
    [InlineData(41002, "secret=app-secret&js_code=c")]
    [InlineData(40013, "appid=wxnobody&secret=app-secret&js_code=c")]
    [InlineData(41004, "appid=wx1234567890abcdef&js_code=c")]
    [InlineData(40125, "appid=wx1234567890abcdef&secret=wrong&js_code=c")]
    [InlineData(41008, "appid=wx1234567890abcdef&secret=app-secret")]
    [InlineData(40002, "appid=wx1234567890abcdef&secret=app-secret&js_code=c&grant_type=client_credential")]
    public async Task A_call_must_be_whole(int error, string query) =>
        Assert.Equal(error, ErrorOf(await CallAsync(HttpMethod.Get, $"{Path}?{query}")));

    [Fact]
    public void The_session_key_changes_only_every_few_logins()
    {
        var keys = new List<string?>();
        for (var time = 0; time < 7; time++)
        {
            Simulator.Phones.Login(Account.AppId, "oAda");
            keys.Add(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda"));
        }

        Assert.Equal([3, 3, 1], keys.GroupBy(key => key).Select(same => same.Count()));
        Simulator.Phones.Login(Account.AppId, "oAda", changesKey: true);
        Assert.DoesNotContain(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda"), keys);
    }

    [Fact]
    public void A_session_key_expires()
    {
        Simulator.Phones.Login(Account.AppId, "oAda");
        var old = Simulator.Phones.SessionKeyOf(Account.AppId, "oAda");
        Clock.Advance(Account.MiniProgram.SessionKeyLifetime);
        Assert.Null(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda"));
        Simulator.Phones.Login(Account.AppId, "oAda", changesKey: false);

        Assert.NotEqual(old, Simulator.Phones.SessionKeyOf(Account.AppId, "oAda"));
    }

    [Fact]
    public async Task A_platform_exchanges_the_codes_of_its_authorizers()
    {
        var code = Simulator.Phones.Login(Mini.AppId, "oAda");
        Assert.Equal(61003, ErrorOf(await OnBehalfAsync(code)));
        await AuthorizedAsync(Mini.AppId);
        var answer = await OnBehalfAsync(code);

        Assert.Equal("oAda", (string)answer["openid"]!);
        Assert.Equal(40163, ErrorOf(await OnBehalfAsync(code)));
        Assert.Equal(40013, ErrorOf(await OnBehalfAsync(code, "wxother")));
        Assert.Equal(61014, ErrorOf(await CallAsync(
            HttpMethod.Get,
            $"{ComponentPath}?appid={Mini.AppId}&component_appid={Component}&component_access_token={await StableTokenAsync()}")));
    }

    [Fact]
    public async Task Fifty_exchanges_of_one_code_give_one_session()
    {
        var code = Simulator.Phones.Login(Account.AppId, "oAda");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ExchangeAsync(code)));

        Assert.Single(answers, answer => ErrorOf(answer) == 0);
        Assert.Equal(49, answers.Count(answer => ErrorOf(answer) == 40163));
    }

    private Task<JsonObject> ExchangeAsync(string code) => CallAsync(
        HttpMethod.Get,
        $"{Path}?appid={Account.AppId}&secret=app-secret&js_code={code}&grant_type=authorization_code");

    private async Task<JsonObject> OnBehalfAsync(string code, string component = Component) => await CallAsync(
        HttpMethod.Get,
        $"{ComponentPath}?appid={Mini.AppId}&js_code={code}&grant_type=authorization_code&component_appid={component}"
        + $"&component_access_token={await ComponentTokenAsync()}");
}
