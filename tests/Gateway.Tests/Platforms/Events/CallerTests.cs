using System.Text.Json;
using WxYarpGateway.Gateway.Platforms;
using WxYarpGateway.Gateway.Tests.Access;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using AuthorizationOptions = WxYarpGateway.Simulator.Platforms.Events.AuthorizationOptions;

namespace WxYarpGateway.Gateway.Tests.Platforms.Events;

/// <summary>Histories name the key, and the person whom a key that may do so names.</summary>
public sealed class CallerTests
{
    private const string Account = $"/platform/saas/authorizers/{EventRig.Shop}";
    private const string Rules = "/platform/saas/rules";

    [Theory]
    [InlineData("alice", "alice")]
    [InlineData("%E7%8E%8B%E5%B0%8F%E6%98%8E", "王小明")]
    [InlineData("Anna%20%f0%9f%98%80", "Anna 😀")]
    [InlineData("", null)]
    [InlineData("%20", null)]
    [InlineData("a%0Ab", null)]
    [InlineData("a%E2%80%AEb", null)]
    [InlineData("a%", null)]
    [InlineData("a%2", null)]
    [InlineData("a%zz", null)]
    [InlineData("%ff%fe", null)]
    [InlineData("王", null)]
    public void A_name_is_percent_encoded_and_can_be_seen(string header, string? name) => Assert.Equal(name, Caller.NameOf(header));

    [Fact]
    public void A_name_has_64_characters_at_most()
    {
        var longest = new string('王', Caller.Longest);

        Assert.Equal(longest, Caller.NameOf(Uri.EscapeDataString(longest)));
        Assert.Null(Caller.NameOf(Uri.EscapeDataString(longest + "明")));
        Assert.Null(Caller.NameOf(new string('a', 100_000)));
    }

    [Fact]
    public async Task Only_a_key_with_the_scope_names_a_person()
    {
        await using var rig = await EventRig.StartWithGatewayAsync(
            [.. Key("console", "platform:read", "platform:write", "actor:name"), .. Key("crm", "platform:read", "platform:write")]);
        await rig.AuthorizeAsync(new AuthorizationOptions { EventTiming = EventTiming.BeforeRedirect });
        await rig.StateBecomesAsync(AuthorizerState.Authorized);

        await CallAsync(HttpMethod.Post, Rules, new { name = "orders", to = new { backend = "crm" } }, "console", "%E7%8E%8B");
        await CallAsync(HttpMethod.Patch, $"{Rules}/orders", new { enabled = false }, "crm", "mallory");
        await CallAsync(HttpMethod.Delete, $"{Rules}/orders", null, "console", actor: null);
        await CallAsync(HttpMethod.Patch, Account, new { note = "one" }, "console", "alice");
        await CallAsync(HttpMethod.Patch, Account, new { note = "two" }, "crm", "mallory");
        await CallAsync(HttpMethod.Post, $"{Account}/refresh", null, "console", "alice");
        var refused = await rig.CallAsync(
            HttpMethod.Put, $"{Rules}/x", new { to = new { backend = "crm" } }, key: "console", actor: "a%00");

        Assert.Equal(400, refused.Status);
        Assert.Contains("X-WeChat-Actor", refused.Json.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(
            ["deleted console ''", "changed crm ''", "added console '王'"],
            await LinesAsync("/platform/saas/rule-history", change => $"{Text(change, "change")} {Text(change, "by")}"));
        Assert.Equal(
            ["refreshed api console 'alice'", "edited api crm ''", "edited api console 'alice'"],
            (await LinesAsync($"{Account}/history", change => $"{Text(change, "change")} {Text(change, "by")} {Text(change, "key")}"))
                .Where(line => !line.StartsWith("status", StringComparison.Ordinal)));

        async Task CallAsync(HttpMethod method, string path, object? body, string key, string? actor)
            => Assert.InRange((await rig.CallAsync(method, path, body, key: key, actor: actor)).Status, 200, 204);

        async Task<List<string>> LinesAsync(string path, Func<JsonElement, string> line)
            => [.. (await rig.CallAsync(HttpMethod.Get, path, key: "crm")).Json.GetProperty("changes").EnumerateArray()
                .Select(change => $"{line(change)} '{Text(change, "person")}'")];

        static string Text(JsonElement change, string name) => change.GetProperty(name).GetString()!;
    }

    private static IEnumerable<(string Key, string? Value)> Key(string name, params string[] scopes) =>
    [
        ($"InternalApiKeys:{name}:Hash", InternalListenerTests.DigestOf(name)),
        .. scopes.Select((scope, index) => ($"InternalApiKeys:{name}:Scopes:{index}", (string?)scope)),
    ];
}
