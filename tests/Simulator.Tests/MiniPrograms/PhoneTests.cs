using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.MiniPrograms.Phones;
using WxYarpGateway.Simulator.Tests.Platforms;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.Tests.MiniPrograms;

public sealed class PhoneTests : PlatformFixture
{
    private const string Path = "/wxa/business/getuserphonenumber";

    [Fact]
    public async Task A_number_is_given_by_code_once()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oAda", PhoneNumber = "13800138000" });
        Simulator.Phones.Login(Account.AppId, "oAda");
        var code = Simulator.Phones.GivePhoneNumber(Account.AppId, "oAda").Code;
        Assert.Equal(40003, await NumberErrorAsync(code, "oBob"));
        var number = (await ApiAsync(Path, BodyOf(code, "oAda")))["phone_info"]!;

        Assert.Equal(("13800138000", "13800138000", "86"), Numbers(number));
        Assert.Equal(Account.AppId, (string)number["watermark"]!["appid"]!);
        Assert.Equal(40029, await NumberErrorAsync(code, "oAda"));
    }

    [Fact]
    public async Task A_code_is_unknown_too_old_or_another_mini_programs()
    {
        Simulator.Phones.Login(Account.AppId, "oAda");
        Simulator.Phones.Login(Mini.AppId, "oAda");
        var (own, foreign) = (CodeOf(Account.AppId), CodeOf(Mini.AppId));
        Assert.Equal(40029, await NumberErrorAsync("nothing"));
        Assert.Equal(40013, await NumberErrorAsync(foreign));
        Assert.Equal(40097, await ErrorOfAsync(Path, "{}"));
        Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(40029, await NumberErrorAsync(own));
    }

    [Fact]
    public async Task Numbers_of_other_countries_have_their_code_and_users_without_one_have_a_number_of_their_own()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oAda", PhoneNumber = "5551234", CountryCode = "1" });
        Simulator.Phones.Login(Account.AppId, "oAda");
        Simulator.Phones.Login(Account.AppId, "oBob");
        var ada = (await ApiAsync(Path, BodyOf(CodeOf(Account.AppId))))["phone_info"]!;
        var bob = (await ApiAsync(Path, BodyOf(CodeOf(Account.AppId, "oBob"))))["phone_info"]!;

        Assert.Equal(("+15551234", "5551234", "1"), Numbers(ada));
        Assert.Matches("^138[0-9]{8}$", (string)bob["phoneNumber"]!);
    }

    [Fact]
    public void Numbers_and_profiles_are_also_sealed_with_the_session_key()
    {
        Simulator.AddUser(Account.AppId, new SimulatedUser { OpenId = "oAda", UnionId = "uAda", Nickname = "艾达" });
        Simulator.Phones.Login(Account.AppId, "oAda");
        var number = Open(Simulator.Phones.GivePhoneNumber(Account.AppId, "oAda").Sealed);
        var profile = Simulator.Phones.GiveProfile(Account.AppId, "oAda");
        var real = Simulator.Phones.GiveProfile(Account.AppId, "oAda", isAnonymous: false);
        var opened = Open(profile.Sealed);

        Assert.Equal(Account.AppId, (string)number["watermark"]!["appid"]!);
        Assert.Equal("微信用户", (string)JsonNode.Parse(profile.RawData)!["nickName"]!);
        Assert.Equal("艾达", (string)JsonNode.Parse(real.RawData)!["nickName"]!);
        Assert.Equal(("oAda", "uAda"), ((string)opened["openId"]!, (string)opened["unionId"]!));
        var key = Simulator.Phones.SessionKeyOf(Account.AppId, "oAda");
#pragma warning disable CA5350 // WeChat signs with SHA-1.
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(profile.RawData + key))), profile.Signature);
#pragma warning restore CA5350
    }

    [Fact]
    public void Nothing_is_sealed_for_a_user_who_never_logged_in() =>
        Assert.Throws<InvalidOperationException>(() => Simulator.Phones.GivePhoneNumber(Account.AppId, "oAda"));

    [Fact]
    public async Task A_script_logs_a_user_in_and_gets_all_that_the_phone_has()
    {
        var login = await CallAsync(HttpMethod.Post, "/simulator/login", $$"""{"appId":"{{Account.AppId}}","changesKey":true}""");
        var session = await CallAsync(
            HttpMethod.Get,
            $"/sns/jscode2session?appid={Account.AppId}&secret=app-secret&js_code={(string)login["code"]!}&grant_type=authorization_code");
        using var codes = await SendAsync(HttpMethod.Get, "/simulator/js-codes");

        Assert.Equal((string)login["openId"]!, (string)session["openid"]!);
        Assert.Equal(0, await NumberErrorAsync((string)login["phoneNumber"]!["code"]!, (string)login["openId"]!));
        Assert.Contains("微信用户", (string)login["profile"]!["rawData"]!, StringComparison.Ordinal);
        Assert.Contains("\"exchanges\": 1", await codes.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_script_sets_switches()
    {
        using var response = await SendAsync(
            HttpMethod.Post,
            "/simulator/mini-program-switches",
            $$$"""{"appId":"{{{Account.AppId}}}","switches":{"loginsPerSessionKey":1}}""");

        Assert.Equal(204, (int)response.StatusCode);
        Assert.Equal((1, 100), (Account.MiniProgram.LoginsPerSessionKey, Account.MiniProgram.LoginsPerMinute));
    }

    private static (string, string, string) Numbers(JsonNode number) =>
        ((string)number["phoneNumber"]!, (string)number["purePhoneNumber"]!, (string)number["countryCode"]!);

    private string CodeOf(string appId, string openId = "oAda") => Simulator.Phones.GivePhoneNumber(appId, openId).Code;

    private static string BodyOf(string code, string? owner = null) =>
        new JsonObject { ["code"] = code, ["openid"] = owner }.ToJsonString();

    private Task<int> NumberErrorAsync(string code, string? owner = null) => ErrorOfAsync(Path, BodyOf(code, owner));

    private JsonObject Open(SealedText text)
    {
        using var aes = Aes.Create();
        aes.Key = Convert.FromBase64String(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda")!);
        var opened = aes.DecryptCbc(Convert.FromBase64String(text.EncryptedData), Convert.FromBase64String(text.Iv));
        return JsonNode.Parse(opened)!.AsObject();
    }
}
