using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class OidcTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-").FullName;
    private FakeIdentityProvider _provider = null!;
    private ConsoleStage _console = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Groups_become_a_role_and_the_strongest_counts()
    {
        _provider.Groups = ["ops", "bosses", "others"];
        using var visitor = _console.Open();

        var (answer, text) = await SignInAsync(visitor);

        // A page, not a redirect: a browser sends no strict cookie with a redirect that another site began.
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("url=/", text, StringComparison.Ordinal);
        Assert.True(await visitor.IsInAsync("/accounts"));
        var account = Assert.Single(await _console.Services.GetRequiredService<AccountCare>().ListAsync(Cancelled));
        Assert.Equal(("oidc/zoe", Roles.Admin, true), (account.Name, account.Role, account.IsExternal));
    }

    [Fact]
    public async Task Another_role_there_is_another_role_here()
    {
        _provider.Groups = ["bosses"];
        using var before = _console.Open();
        await SignInAsync(before);
        _provider.Groups = ["ops"];
        using var after = _console.Open();
        await SignInAsync(after);

        Assert.True(await after.IsInAsync());
        Assert.False(await after.IsInAsync("/accounts"));
        Assert.False(await before.IsInAsync());
    }

    [Fact]
    public async Task Without_a_role_nobody_comes_in()
    {
        _provider.Groups = ["others"];
        using var visitor = _console.Open();

        var (answer, _) = await SignInAsync(visitor);

        Assert.Equal("/sign-in?problem=OidcNoRole", answer.Headers.Location!.OriginalString);
        Assert.False(await visitor.IsInAsync());
        Assert.Empty(await _console.Services.GetRequiredService<AccountCare>().ListAsync(Cancelled));
    }

    [Fact]
    public async Task Who_is_revoked_here_stays_out_and_nobody_takes_a_name_of_somebody_else()
    {
        _provider.Groups = ["bosses"];
        using var visitor = _console.Open();
        await SignInAsync(visitor);
        await _console.Services.GetRequiredService<AccountCare>().RevokeAsync("oidc/zoe", mayBeLast: true, Cancelled);

        var (revoked, _) = await SignInAsync(visitor);
        _provider.Subject = "2";
        var (taken, _) = await SignInAsync(visitor);

        Assert.Equal("/sign-in?problem=OidcRevoked", revoked.Headers.Location!.OriginalString);
        Assert.Equal("/sign-in?problem=OidcName", taken.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_for_is_refused()
    {
        using var visitor = _console.Open();

        using var answer = await visitor.GetAsync("/sign-in/oidc/done?code=x&state=y");

        Assert.Equal("/sign-in?problem=OidcFailed", answer.Headers.Location!.OriginalString);
    }

    public async ValueTask InitializeAsync()
    {
        _provider = await FakeIdentityProvider.StartAsync(Cancelled);
        _console = await ConsoleStage.StartAsync(_folder, TimeProvider.System,
        [
            $"--Console:Oidc:Authority={_provider.Url}", "--Console:Oidc:ClientId=console", "--Console:Oidc:RoleClaim=groups",
            "--Console:Oidc:Roles:ops=Operator", "--Console:Oidc:Roles:bosses=Admin", "--Console:Oidc:Name=Acme",
        ]);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<(HttpResponseMessage Answer, string Text)> SignInAsync(Visitor visitor)
    {
        using var page = await visitor.GetAsync("/sign-in");
        var text = await page.Content.ReadAsStringAsync(Cancelled);
        Assert.Contains("Sign in with Acme", text, StringComparison.Ordinal);
        var token = text.Split("__RequestVerificationToken\" value=\"")[1].Split('"')[0];
        var (there, _) = await visitor.PostAsync("/sign-in/oidc", ("__RequestVerificationToken", token));
        using var back = await visitor.GetAsync(there.Headers.Location!.AbsoluteUri);
        var answer = await visitor.GetAsync(back.Headers.Location!.AbsoluteUri);
        return (answer, await answer.Content.ReadAsStringAsync(Cancelled));
    }
}
