using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using WxYarpGateway.Gateway.Tests.ApiProxy;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Users;
using WxYarpGateway.Testing.Files;

namespace WxYarpGateway.Gateway.Tests.Sdks;

/// <summary>
/// SDKs as npm serves them, with another address, call a simulated WeChat through the gateway: none holds a secret or a token.
/// </summary>
public sealed class SdkRecipeTests(InstalledSdks sdks) : IClassFixture<InstalledSdks>
{
    private const string OpenId = "oFollower-of-the-shop";
    private const string Key = "planted-key-of-the-backend";

    // got 9 has no headers for all calls, so that this one works where no key is needed.
    private const string WithoutKey = "wechat-jssdk";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <summary>Returns the SDKs; none where there is no node.</summary>
    public static TheoryData<string> Sdks() => InstalledSdks.HasNode ? new(Recipes().Select(row => row.Data)) : [];

    /// <summary>Returns the SDKs that there are recipes for.</summary>
    public static TheoryData<string> Recipes()
        => new(Directory.GetFiles(InstalledSdks.Sources, "*.cjs").Select(file => Path.GetFileNameWithoutExtension(file)!)
            .Where(name => name != "stage").Order());

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Sdks))]
    public async Task An_SDK_needs_another_address_and_no_secret(string sdk)
    {
        await using var rig = await StartAsync(sdk);

        var found = await sdks.RunAsync(sdk, EnvironmentOf(rig, sdk), Cancelled);

        Assert.All(found.EnumerateObject(), property => Check(rig, property.Name, property.Value));
        Assert.All(rig.WeChat.OAuth.Codes, code => Assert.Equal(found.TryGetProperty("oauthUser", out _) ? 1 : 0, code.Exchanges));
        Assert.InRange(rig.WeChat.Calls.TokenRequests(), 0, 1);
        if (found.TryGetProperty("ticket", out var ticket))
        {
            var (_, shared) = await Calls.JsonAsync(rig.Gateway.InternalAddress, $"/tokens/{TestRig.Plain}/jsapi_ticket", key: KeyOf(sdk));
            Assert.Equal(shared.GetProperty("ticket").GetString(), ticket.GetString());
        }

        Assert.DoesNotContain(rig.Accounts[TestRig.Plain].AppSecret!, found.GetRawText(), StringComparison.Ordinal);
    }

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Sdks))]
    public async Task A_token_that_WeChat_ends_is_replaced_behind_an_SDKs_back(string sdk)
    {
        await using var rig = await StartAsync(sdk);
        await sdks.RunAsync(sdk, EnvironmentOf(rig, sdk), Cancelled);
        rig.WeChat.RevokeToken(TestRig.Plain);

        await sdks.RunAsync(sdk, EnvironmentOf(rig, sdk), Cancelled);

        Assert.InRange(rig.WeChat.Calls.TokenRequests(), 0, 2);
    }

    [Theory]
    [MemberData(nameof(Recipes))]
    public void The_documentation_has_each_recipe_as_it_is_tested(string sdk)
    {
        var lines = File.ReadAllText(Path.Combine(InstalledSdks.Sources, sdk + ".cjs"));
        const string Start = "// recipe\n";
        var start = lines.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var recipe = lines[start..lines.IndexOf("// end of recipe", StringComparison.Ordinal)];

        Assert.Contains(recipe, File.ReadAllText(Path.Combine(Repository.Root, "docs", "wechat-api.md")), StringComparison.Ordinal);
    }

    private static async Task<TestRig> StartAsync(string sdk)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Key)));
        var rig = await TestRig.StartAsync(Cancelled, sdk == WithoutKey ? [] : [("InternalApiKeys:backend", "sha256:" + digest)]);
        rig.WeChat.AddUser(TestRig.Plain, new SimulatedUser { OpenId = OpenId, Nickname = "小明" });
        return rig;
    }

    private static Dictionary<string, string> EnvironmentOf(TestRig rig, string sdk) => new()
    {
        ["BASE"] = new Uri(rig.Gateway.InternalAddress, "/wxapi/" + TestRig.Plain).AbsoluteUri,
        ["APPID"] = TestRig.Plain,
        ["OPENID"] = OpenId,
        ["CODE"] = rig.WeChat.OAuth.CreateCode(TestRig.Plain, OpenId, OAuthScope.UserInfo),
        ["KEY"] = KeyOf(sdk) ?? "",
    };

    private static string? KeyOf(string sdk) => sdk == WithoutKey ? null : Key;

    private static void Check(TestRig rig, string what, JsonElement found)
    {
        switch (what)
        {
            case "token" or "stable" or "classic":
                Assert.StartsWith("wxgw-placeholder-", found.GetString(), StringComparison.Ordinal);
                Assert.False(rig.WeChat.IsTokenValid(found.GetString()!));
                break;
            case "oauthUser" or "user" or "profile":
                Assert.Equal(OpenId, found.GetString());
                break;
            case "menu":
                Assert.Equal("""[0,"TODAY"]""", found.GetRawText());
                break;
            case "text" or "template" or "valid":
                Assert.Equal(0, found.GetInt32());
                break;
            case "ticket":
                Assert.False(string.IsNullOrEmpty(found.GetString()));
                break;
            default:
                Assert.True(found.GetBoolean(), what);
                break;
        }
    }
}
