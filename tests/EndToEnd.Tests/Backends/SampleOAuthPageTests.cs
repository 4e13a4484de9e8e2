using System.Net;
using System.Text.Json;

namespace WxYarpGateway.EndToEnd.Tests.Backends;

/// <summary>The page that a browser gets on its way back from WeChat, asked for with the JSON that the gateway posts.</summary>
[Collection<SharedSampleStage>]
public sealed class SampleOAuthPageTests(SampleStage stage)
{
    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task It_greets_who_signed_in_and_starts_a_session(string language)
    {
        using var response = await RedirectAsync(language, "oAda", "小明 😀");
        using var another = await RedirectAsync(language, "oAda", "小明 😀");

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("utf-8", response.Content.Headers.ContentType?.CharSet);
        Assert.Contains("<h1>Welcome, 小明 😀!</h1>", await HtmlAsync(response), StringComparison.Ordinal);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.Matches("(?i)^session=[0-9a-f]{32}; path=/;", cookie);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.NotEqual(cookie, Assert.Single(another.Headers.GetValues("Set-Cookie")));
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task It_greets_without_a_name_who_told_none(string language)
    {
        using var response = await RedirectAsync(language, "oAda", null);

        Assert.Contains("<h1>Welcome!</h1>", await HtmlAsync(response), StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task It_is_friendly_to_who_refused(string language)
    {
        using var response = await RedirectAsync(language, "", null);

        Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("<h1>Welcome, guest! You did not sign in.</h1>", await HtmlAsync(response), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [MemberData(nameof(SampleStage.Languages), MemberType = typeof(SampleStage))]
    public async Task A_nickname_never_becomes_markup(string language)
    {
        const string Nickname = "<script>alert('1')</script>\"onload=\"x\" &lt;";
        using var response = await RedirectAsync(language, "oMallory", Nickname);
        var sent = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var heading = sent[(sent.IndexOf("<h1>", StringComparison.Ordinal) + 4)..sent.IndexOf("</h1>", StringComparison.Ordinal)];
        Assert.DoesNotContain(heading, letter => letter is '<' or '>' or '"' or '\'');
        Assert.Equal($"Welcome, {Nickname}!", WebUtility.HtmlDecode(heading));
    }

    private async Task<HttpResponseMessage> RedirectAsync(string language, string openId, string? nickname)
    {
        var json = JsonSerializer.Serialize(new
        {
            requestURI = "/redirect?code=c&state=s",
            appId = "wxapp",
            openId,
            unionId = "",
            scope = nickname is null ? "snsapi_base" : "snsapi_userinfo",
            state = "s",
            userInfo = nickname is null ? null : new { openid = openId, nickname, sex = 0, privilege = Array.Empty<string>() },
            userInfoError = openId.Length == 0 ? "The user refused." : "",
            isSnapshotUser = false,
        });
        var response = await stage[language].PostAsync("/oauth", json, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private static async Task<string> HtmlAsync(HttpResponseMessage response)
        => WebUtility.HtmlDecode(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
