using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Access;

public sealed class ApiKeysTests
{
    // printf %s 测试 | sha256sum
    private const string Digest = "6aa8f49cc992dfd75a114269ed26de0ad6d4e7d7a70d9c8afb3d7a57a88a73ed";

    [Theory]
    [InlineData("sha256:" + Digest, true)]
    [InlineData("SHA256:" + Digest, true)]
    [InlineData(Digest, false)]
    [InlineData("sha256:" + Digest + "0", false)]
    [InlineData("sha256: " + Digest, false)]
    [InlineData("sha256:zz", false)]
    [InlineData("sha1:" + Digest, false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_digest_is_read_exactly(string? text, bool isDigest) => Assert.Equal(isDigest, ApiKeys.Parse(text) is not null);

    [Fact]
    public void A_key_is_known_by_the_digest_of_its_UTF_8_bytes()
    {
        var keys = new ApiKeys([new("crm", ApiKeyOptions.ForAll("sha256:" + Digest))], new ApiKeyUses(TimeProvider.System));

        Assert.True(keys.Find(new HeaderDictionary { ["X-Api-Key"] = "测试" }) is not null);
        Assert.True(keys.Find(new HeaderDictionary { ["X-Api-Key"] = "wrong", ["Authorization"] = "Bearer 测试" }) is not null);
        Assert.Null(keys.Find(new HeaderDictionary { ["X-Api-Key"] = new[] { "测试", "测试" } }));
        Assert.Null(keys.Find(new HeaderDictionary()));
    }

    [Fact]
    public void Without_keys_no_key_is_one()
        => Assert.Null(new ApiKeys([], new ApiKeyUses(TimeProvider.System)).Find(new HeaderDictionary { ["X-Api-Key"] = "" }));

    [Fact]
    public void A_key_without_a_list_of_scopes_has_all_but_those_that_have_to_be_named()
        => Assert.Equal(["vault:export", "actor:name"], ApiKeyOptions.AllScopes.Except(ApiKeyOptions.ForAll("").Scopes));

    [Fact]
    public void When_a_key_was_last_shown_outlives_a_reload_and_not_another_digest()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));
        var uses = new ApiKeyUses(clock);
        KeyValuePair<string, ApiKeyOptions>[] configured = [new("crm", ApiKeyOptions.ForAll("sha256:" + Digest))];
        var keys = new ApiKeys(configured, uses);
        Assert.Null(keys.All[0].Use.LastAt);
        keys.Find(new HeaderDictionary { ["X-Api-Key"] = "wrong" });
        Assert.Null(keys.All[0].Use.LastAt);
        keys.Find(new HeaderDictionary { ["X-Api-Key"] = "测试" });
        var shown = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(shown, new ApiKeys(configured, uses).All[0].Use.LastAt);
        Assert.Null(new ApiKeys([new("crm", ApiKeyOptions.ForAll("sha256:" + new string('0', 64)))], uses).All[0].Use.LastAt);
    }
}
