using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.MiniPrograms.Users;

namespace WxYarpGateway.Gateway.Tests.Logins;

/// <summary>What the internal listener does for people who log in.</summary>
public sealed class UserEndpointsTests(LoggedIn one) : IClassFixture<LoggedIn>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task People_are_found_by_openid_unionid_and_phone()
    {
        await using var rig = await LoginRig.StartAsync();
        await rig.LogInAsync("x");
        await rig.LogInAsync("y");
        var users = rig.Gateway.Services.GetRequiredService<IUserStore>();
        var y = (await users.SearchAsync(LoginRig.App, new UserSearch { OpenId = "o-y" }, Cancelled))[0].User.Id;
        await users.SavePhoneAsync(y, new UserPhone("86", "13580006666"), Cancelled);

        Assert.Equal(["o-x", "o-y"], await FindAsync(rig, ""));
        Assert.Equal(["o-x"], await FindAsync(rig, "?openid=o-x"));
        Assert.Equal(["o-y"], await FindAsync(rig, "?unionid=u-y"));
        Assert.Equal(["o-y"], await FindAsync(rig, "?phone=13580006666"));
        Assert.Empty(await FindAsync(rig, "?phone=13580006667"));
        Assert.Equal(["o-y"], await FindAsync(rig, $"?after={y - 1}&limit=1"));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=500")]
    [InlineData("?after=x")]
    [InlineData("?color=red")]
    [InlineData("?openid=a&openid=b")]
    public async Task Questions_that_make_no_sense_are_refused_with_their_path(string query)
    {
        var rig = one.Rig;

        using var response = await rig.AskAsync(HttpMethod.Get, $"/login/mini/users{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(query[1..].Split('=')[0], json.RootElement.GetProperty("errors")[0].GetProperty("path").GetString());
    }

    [Fact]
    public async Task A_person_is_exported_signed_out_and_erased()
    {
        await using var rig = await LoginRig.StartAsync();
        var token = await rig.LogInAsync();
        using var known = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token);
        var id = rig.Backend.OnlyCall.Headers["User-Id"].ToString();

        using var export = await rig.AskAsync(HttpMethod.Get, $"/login/mini/users/{id}");
        var text = await export.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("\"openid\":\"o-x\"", text, StringComparison.Ordinal);
        Assert.Contains("\"sessions\":[{", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, text, StringComparison.Ordinal);
        Assert.DoesNotContain("tiihtNczf5v6", text, StringComparison.Ordinal);

        using var ended = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{id}/sessions");
        Assert.Contains("\"ended\":1", await ended.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        using var refused = await rig.SendAsync(HttpMethod.Get, "/app/x", token: token);
        Assert.Equal(10001, await LoginRig.StatusOf(refused));

        var again = await rig.LogInAsync("x2");
        using var erased = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{id}");
        using var twice = await rig.AskAsync(HttpMethod.Delete, $"/login/mini/users/{id}");
        using var gone = await rig.AskAsync(HttpMethod.Get, $"/login/mini/users/{id}");
        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (erased.StatusCode, twice.StatusCode, gone.StatusCode));
        using var other = await rig.SendAsync(HttpMethod.Get, "/app/x", token: again);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_session_key_is_checked_and_reset_with_the_signature_that_WeChat_wants()
    {
        await using var rig = await LoginRig.StartAsync();
        await rig.LogInAsync();
        var id = (await rig.Gateway.Services.GetRequiredService<IUserStore>()
            .SearchAsync(LoginRig.App, new UserSearch(), Cancelled))[0].User.Id;
        rig.WeChat.Script.WhenInTurn(
            "/wxa/checksession", """{"errcode":0,"errmsg":"ok"}""", """{"errcode":87009,"errmsg":"invalid signature"}""");
        rig.WeChat.Script.When("/wxa/resetusersessionkey", """{"errcode":0,"openid":"o-x","session_key":"bmV3IGtleQ=="}""");

        using var valid = await rig.AskAsync(HttpMethod.Post, $"/login/mini/users/{id}/check-session");
        using var invalid = await rig.AskAsync(HttpMethod.Post, $"/login/mini/users/{id}/check-session");
        using var reset = await rig.AskAsync(HttpMethod.Post, $"/login/mini/users/{id}/reset-session");

        Assert.Equal("""{"valid":true}""", await valid.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal("""{"valid":false}""", await invalid.Content.ReadAsStringAsync(Cancelled));
        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        var call = rig.WeChat.Script.Calls.First(one => one.Path == "/wxa/checksession");

        // printf '' | openssl dgst -sha256 -hmac 'tiihtNczf5v6AKRyjwEUhQ=='
        Assert.Equal(("o-x", "hmac_sha256"), (call.Query("openid"), call.Query("sig_method")));
        Assert.Equal("7154f9f8b4b76b92f541cbf0e37d48840fa06e5e42da92a6f80168a1516a4735", call.Query("signature"));
        var keys = await rig.Gateway.Services.GetRequiredService<IUserStore>().FindKeysAsync(LoginRig.App, id, Cancelled);
        Assert.Equal(new SessionKeys("bmV3IGtleQ==", "tiihtNczf5v6AKRyjwEUhQ=="), keys);
    }

    [Theory]
    [InlineData("GET", "/login/nobody/users", HttpStatusCode.NotFound)]
    [InlineData("PUT", "/login/mini/users", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/login/mini/users/-1", HttpStatusCode.NotFound)]
    [InlineData("GET", "/login/mini/users/99999999999999999999", HttpStatusCode.NotFound)]
    [InlineData("POST", "/login/mini/users/1000000/check-session", HttpStatusCode.NotFound)]
    [InlineData("GET", "/login/mini", HttpStatusCode.NotFound)]
    public async Task Anything_else_is_refused(string method, string path, HttpStatusCode status)
    {
        var rig = one.Rig;

        using var response = await rig.AskAsync(HttpMethod.Parse(method), path);

        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task They_are_not_on_the_public_addresses()
    {
        var rig = one.Rig;

        using var response = await rig.SendAsync(HttpMethod.Get, "/login/mini/users");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    private static async Task<string[]> FindAsync(LoginRig rig, string query)
    {
        using var response = await rig.AskAsync(HttpMethod.Get, $"/login/mini/users{query}");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancelled));
        return [.. json.RootElement.GetProperty("users").EnumerateArray().Select(user => user.GetProperty("openid").GetString()!)];
    }
}
