using System.Net;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Access;

/// <summary>What keeps other sites, other networks and the disk of a browser out.</summary>
public sealed class BrowserSafetyTests(SqliteFixture database) : IClassFixture<SqliteFixture>
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_forbid_frames_foreign_scripts_and_caches()
    {
        await using var console = await database.StartAsync();
        using var visitor = console.Open();

        using var page = await visitor.GetAsync("/sign-in");
        using var file = await visitor.GetAsync("/console.css");

        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src", policy, StringComparison.Ordinal);
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.False(file.Headers.CacheControl?.NoStore);
        var text = await page.Content.ReadAsStringAsync(Cancelled);
        Assert.DoesNotMatch("<script(?![^>]* src=)", text);
        Assert.DoesNotMatch(" on[a-z]+=\"", text);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("pam", Roles.Viewer);
        using var visitor = console.Open();

        foreach (var path in new[] { "/sign-in", "/link/first", "/sign-out", "/language" })
        {
            var (answer, _) = await visitor.PostAsync(
                path, ("_handler", "sign-in"), ("Form.Name", "pam"), ("Form.Password", ConsoleStage.Password), ("language", "zh-CN"));
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task What_another_site_posts_is_refused(string header, string value)
    {
        await using var console = await database.StartAsync();
        using var visitor = console.Open();
        visitor.Headers.Add(header, value);

        var (answer, _) = await visitor.SignInAsync("pam", ConsoleStage.Password);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_circuit_opened_by_another_site_is_refused()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("quinn", Roles.Viewer);
        using var visitor = console.Open();
        await visitor.SignInAsync("quinn", ConsoleStage.Password);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/_blazor?id=x");
        request.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        request.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");

        using var answer = await visitor.SendAsync(request);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Nobody_signs_in_over_the_network_without_TLS()
    {
        await using var console = await database.StartAsync();
        await console.AddAsync("rosa", Roles.Viewer);
        using var visitor = console.Open();
        visitor.Headers.Host = "console.example.com";

        // A proxy that is not known says what it likes.
        visitor.Headers.Add("X-Forwarded-Proto", "https");
        var (answer, text) = await visitor.SignInAsync("rosa", ConsoleStage.Password);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using var page = await visitor.GetAsync("/sign-in");
        Assert.Contains("over TLS only", await page.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var set) && set.Any(one => one.Contains("wxgw=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Behind_a_known_proxy_with_TLS_the_cookie_is_the_hosts_alone()
    {
        await using var console = await database.StartAsync(settings: ["--Console:KnownProxies:0=127.0.0.0/8"]);
        await console.AddAsync("sam", Roles.Viewer);
        using var visitor = console.Open();
        visitor.Headers.Host = "console.example.com";
        visitor.Headers.Add("X-Forwarded-Proto", "https");
        visitor.Headers.Add("X-Forwarded-For", "203.0.113.9");
        visitor.Headers.Add("Origin", "https://console.example.com");

        // A client without a browser's rules, so that the secure cookie of the form is sent over this connection.
        using var page = await visitor.GetAsync("/sign-in");
        var text = await page.Content.ReadAsStringAsync(Cancelled);
        var form = page.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent(
            [
                new("__RequestVerificationToken", text.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0]),
                new("_handler", "sign-in"), new("Form.Name", "sam"), new("Form.Password", ConsoleStage.Password),
            ]),
        };
        request.Headers.Add("Cookie", form);
        using var answer = await visitor.SendAsync(request);

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), set => set.Contains("wxgw=", StringComparison.Ordinal));
        Assert.StartsWith("__Host-wxgw=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.True(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Theory]
    [InlineData("tom", "//evil.example")]
    [InlineData("tim", "https://evil.example")]
    [InlineData("ted", "/\\evil.example")]
    [InlineData("tes", "javascript:alert(1)")]
    public async Task Signing_in_leads_nowhere_else(string name, string returnUrl)
    {
        await using var console = await database.StartAsync();
        await console.AddAsync(name, Roles.Viewer);
        using var visitor = console.Open();
        using var opened = await visitor.GetAsync("/sign-in");
        var text = await opened.Content.ReadAsStringAsync(Cancelled);
        var token = text.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];

        var (answer, _) = await visitor.PostAsync(
            $"/sign-in?ReturnUrl={Uri.EscapeDataString(returnUrl)}",
            ("__RequestVerificationToken", token),
            ("_handler", "sign-in"),
            ("Form.Name", name),
            ("Form.Password", ConsoleStage.Password));

        Assert.Equal(new Uri(console.Url, "/"), new Uri(console.Url, answer.Headers.Location!));
    }

    [Fact]
    public async Task A_chosen_language_stays_and_leads_back_to_a_page_of_the_console()
    {
        await using var console = await database.StartAsync();
        using var visitor = console.Open();
        visitor.Headers.AcceptLanguage.ParseAdd("zh-TW,zh;q=0.9,en;q=0.8");
        using var chinese = await visitor.GetAsync("/sign-in");
        var text = await chinese.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("lang=\"zh-CN\"", text, StringComparison.Ordinal);
        var token = text.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];

        var (answer, _) = await visitor.PostAsync(
            "/language", ("__RequestVerificationToken", token), ("language", "en"), ("back", "//evil.example"));

        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using var english = await visitor.GetAsync("/sign-in");
        Assert.Contains("lang=\"en\"", await english.Content.ReadAsStringAsync(Cancelled), StringComparison.Ordinal);
    }
}
