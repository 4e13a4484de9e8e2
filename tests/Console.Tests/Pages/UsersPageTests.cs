using Bunit;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Pages.Users;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Pages;

public sealed class UsersPageTests
{
    private const string Hostile = "<img src=x onerror=alert(1)>\u202e";

    private const string Person = """
        {"id":42,"appid":"wxmini","openid":"o-secret","unionid":"u-secret","nickname":"<img src=x onerror=alert(1)>\u202e",
         "avatarUrl":"http://elsewhere.example/a.png","phone":{"phoneNumber":"13580006666","purePhoneNumber":"13580006666","countryCode":"86",
         "at":"2026-12-01T00:00:00Z"},"hasSessionKey":true,"sessionKeyAt":"2026-12-01T00:00:00Z","created":"2026-12-01T00:00:00Z",
         "lastLogin":"2026-12-01T00:00:00Z"SESSIONS}
        """;

    private static TimeSpan Long { get; } = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task An_operator_finds_one_by_phone_and_ends_the_sessions()
    {
        await using var gateway = await StartAsync();
        gateway.Answer("/login/mini/users/42/sessions", """{"ended":1}""");
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);
        var page = context.Render<UsersPage>();
        page.WaitForElement("table", Long);

        await page.WriteAsync(".search-text input", " 135 8000 6666 ");
        await page.InvokeAsync(
            () => page.FindComponent<MudBlazor.MudSelect<UserSearchKind>>().Instance.ValueChanged.InvokeAsync(UserSearchKind.Phone));
        await page.SubmitAsync("form.filters");
        page.WaitForElement("[data-person='42']", Long);
        await page.PressAsync(".actions button");

        page.WaitForAssertion(() => Assert.Contains("Sessions ended: 1.", page.Markup, StringComparison.Ordinal), Long);
        Assert.Contains(
            gateway.Asked, asked => asked.Path.StartsWith("/login/mini/users?phone=135%208000%206666", StringComparison.Ordinal));
        Assert.Equal(("user.end-sessions", "mini/42", null), Assert.Single(context.Audit.Entries));
        Assert.Empty(page.FindAll("img"));
        Assert.Contains(page.FindAll("td"), cell => cell.TextContent == Hostile);
        Assert.DoesNotContain("o-secret", context.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".danger"));
    }

    [Fact]
    public async Task A_viewer_sees_nobodys_openid_name_or_phone_and_no_button()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Viewer, "zh-CN", gateway.Url);
        var page = context.Render<UsersPage>();
        await page.PressAsync("table button");
        page.WaitForElement("[data-person='42']", Long);

        Assert.All(["o-secret", "u-secret", "13580006666", "onerror"], secret
            => Assert.DoesNotContain(secret, page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".actions"));
        var reader = context.Services.GetRequiredService<UsersReader>();
        var cancelled = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.EndSessionsAsync("mini", 42, cancelled));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.ExportAsync("mini", 42, cancelled));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => reader.EraseAsync("mini", 42, cancelled));
        await Assert.ThrowsAsync<UnauthorizedAccessException>(
            () => reader.SearchAsync("mini", UserSearchKind.Openid, "o", null, cancelled));
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method != "GET");
    }

    [Fact]
    public async Task An_admin_erases_only_after_typing_the_id()
    {
        await using var gateway = await StartAsync();
        await using var context = new PageContext(Roles.Admin, "en", gateway.Url);
        var page = context.Render<UsersPage>();
        await page.PressAsync("table button");

        await page.TypeAsync(".danger input", "43");
        await page.SubmitAsync(".danger form");
        Assert.DoesNotContain(gateway.Asked, asked => asked.Method == "DELETE");
        await page.TypeAsync(".danger input", "42");
        await page.SubmitAsync(".danger form");

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-person]")), Long);
        Assert.Equal("/login/mini/users/42", Assert.Single(gateway.Asked, asked => asked.Method == "DELETE").Path);
        Assert.Equal(("user.erase", "mini/42", null), Assert.Single(context.Audit.Entries));
    }

    [Fact]
    public async Task An_export_has_the_person_and_all_pages_of_messages()
    {
        await using var gateway = await StartAsync();
        gateway.AnswerWith("/login/mini/notices", request => request.Response.WriteAsync(
            request.Request.Query["after"].ToString() == ""
                ? """{"notices":[{"id":1,"user":42}],"next":"1","templates":[{"templateId":"t"}]}"""
                : """{"notices":[{"id":2,"user":42}],"next":null,"templates":[]}"""));
        await using var context = new PageContext(Roles.Operator, "en", gateway.Url);

        var answer = await context.Services.GetRequiredService<UsersReader>().ExportAsync(
            "mini", 42, TestContext.Current.CancellationToken);

        using var json = System.Text.Json.JsonDocument.Parse(answer.Value!);
        Assert.Equal("o-secret", json.RootElement.GetProperty("openid").GetString());
        Assert.Equal(
            [1, 2], json.RootElement.GetProperty("notices").EnumerateArray().Select(notice => notice.GetProperty("id").GetInt32()));
        Assert.Equal("t", json.RootElement.GetProperty("templates")[0].GetProperty("templateId").GetString());
        Assert.Equal("user.export", Assert.Single(context.Audit.Entries).What);
    }

    [Theory]
    [InlineData("en")]
    [InlineData("zh-CN")]
    public async Task Without_a_login_it_names_the_key(string language)
    {
        await using var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", OverviewOf("mini"));
        await using var context = new PageContext(Roles.Viewer, language, gateway.Url);

        var page = context.Render<UsersPage>();

        page.WaitForAssertion(
            () => Assert.Contains("Gateway:Services:mini:Login", page.Find(".mud-alert").TextContent, StringComparison.Ordinal), Long);
    }

    [Fact]
    public async Task A_gateway_that_is_away_is_a_sentence()
    {
        await using var context = new PageContext(Roles.Viewer, "en", new Uri("http://127.0.0.1:1"));

        var answer = await context.Services.GetRequiredService<UsersReader>().SearchAsync(
            "mini", UserSearchKind.Phone, "", null, TestContext.Current.CancellationToken);

        Assert.Equal(Console.Gateways.GatewayErrorKind.Unreachable, answer.Error!.Kind);
    }

    internal static string OverviewOf(string service) => $$"""
        {"replica":{"name":"here:1","version":"0.1.0","started_at":"2026-12-01T00:00:00Z","revision":"abc","configured_at":"2026-12-01T00:00:01Z"},
         "store":null,"database":null,"problems":[],"services":[{"name":"{{service}}","kind":"MiniProgram","appid":"wxmini","message_path":"/wx",
           "minutes":null,"waiting":0,"leased":0,"dead":0,"tokens":[],"ticket":null,"features":["login"]}]}
        """;

    private static async Task<FakeGateway> StartAsync()
    {
        var gateway = await FakeGateway.StartAsync(TestContext.Current.CancellationToken);
        gateway.Answer("/overview", OverviewOf("mini"));
        gateway.Answer("/login/mini/users", $$"""{"users":[{{Person.Replace("SESSIONS", "", StringComparison.Ordinal)}}],"next":null}""");
        gateway.AnswerWith("/login/mini/users/42", context =>
        {
            context.Response.StatusCode = context.Request.Method == "DELETE" ? StatusCodes.Status204NoContent : StatusCodes.Status200OK;
            return context.Request.Method == "DELETE" ? Task.CompletedTask : context.Response.WriteAsync(Person.Replace(
                "SESSIONS",
                ""","sessions":[{"created":"2026-12-01T00:00:00Z","seen":"2026-12-01T00:00:00Z","expires":"2026-12-08T00:00:00Z"}]""",
                StringComparison.Ordinal));
        });
        return gateway;
    }
}
