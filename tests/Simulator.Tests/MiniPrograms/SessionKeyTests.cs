using System.Security.Cryptography;
using System.Text;

namespace WxYarpGateway.Simulator.Tests.MiniPrograms;

public sealed class SessionKeyTests : SimulatorFixture
{
    private const string CheckPath = "/wxa/checksession";
    private const string KeysPath = "/wxa/business/getuserencryptkey";
    private const string ResetPath = "/wxa/resetusersessionkey";

    [Fact]
    public async Task The_signature_is_of_nothing_and_keyed_with_the_keys_text()
    {
        Simulator.Phones.Login(Account.AppId, "oAda");
        var signature = SignatureWith(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda")!);

        Assert.Equal(0, await ErrorOfAsync(QueryOf(CheckPath, signature)));
        Assert.Equal(87009, await ErrorOfAsync(QueryOf(CheckPath, signature.ToUpperInvariant())));
        Assert.Equal(87009, await ErrorOfAsync(QueryOf(CheckPath, "0")));
        Assert.Equal(87008, await ErrorOfAsync(QueryOf(CheckPath, signature).Replace("hmac_sha256", "md5", StringComparison.Ordinal)));
        Assert.Equal(87007, await ErrorOfAsync(QueryOf(CheckPath, signature, "oBob")));
        Assert.Equal(40003, await ErrorOfAsync($"{CheckPath}?signature=0&sig_method=hmac_sha256"));
        Assert.Equal(43001, await ErrorOfAsync(QueryOf(CheckPath, signature), "{}"));
    }

    [Fact]
    public async Task A_reset_gives_another_key_of_the_old_expiry()
    {
        Simulator.Phones.Login(Account.AppId, "oAda");
        var old = Simulator.Phones.SessionKeyOf(Account.AppId, "oAda")!;
        Clock.Advance(TimeSpan.FromDays(2));
        var answer = await ApiAsync(QueryOf(ResetPath, SignatureWith(old)));

        Assert.Equal("oAda", (string)answer["openid"]!);
        Assert.NotEqual(old, (string)answer["session_key"]!);
        Assert.Equal(87009, await ErrorOfAsync(QueryOf(CheckPath, SignatureWith(old))));
        Assert.Equal(0, await ErrorOfAsync(QueryOf(CheckPath, SignatureWith((string)answer["session_key"]!))));
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(87007, await ErrorOfAsync(QueryOf(CheckPath, SignatureWith((string)answer["session_key"]!))));
    }

    [Fact]
    public async Task A_user_has_keys_for_an_hour_each_and_three_at_most()
    {
        Simulator.Phones.Login(Account.AppId, "oAda");
        var signature = SignatureWith(Simulator.Phones.SessionKeyOf(Account.AppId, "oAda")!);
        for (var hour = 1; hour <= 4; hour++)
        {
            await ApiAsync(QueryOf(KeysPath, signature));
            Clock.Advance(TimeSpan.FromHours(1));
        }

        var keys = (await ApiAsync(QueryOf(KeysPath, signature)))["key_info_list"]!.AsArray();
        Assert.Equal([5, 4, 3], keys.Select(key => (int)key!["version"]!));
        Assert.Equal([3600, 0, 0], keys.Select(key => (int)key!["expire_in"]!));
        Assert.Equal(16, Convert.FromBase64String((string)keys[0]!["encrypt_key"]!).Length);
        Assert.Equal(87009, await ErrorOfAsync(QueryOf(KeysPath, "0")));
    }

    private static string SignatureWith(string sessionKey) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.ASCII.GetBytes(sessionKey), ReadOnlySpan<byte>.Empty));

    private static string QueryOf(string path, string signature, string openId = "oAda") =>
        $"{path}?openid={openId}&signature={signature}&sig_method=hmac_sha256";
}
