using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.MiniPrograms.Tests.Apps;

public sealed class LoginOverridesTests
{
    private static readonly ConfiguredLogin Configured = new(
        new LoginOptions { BackendToken = "configured", RequireLogin = ["/a"], Session = { PerUser = 3 } }, "saas.login");

    [Fact]
    public void What_is_overridden_differs_and_the_rest_stays()
    {
        var app = AppOf("""{"backend":"crm","backendToken":"other","session":{"life":"01:00:00"},"unknown":5}""");

        Assert.Equal("backend/crm", app!.ClusterId);
        Assert.Equal("other", app.Options.BackendToken);
        Assert.Equal((TimeSpan.FromHours(1), 3), (app.Options.Session.Life, app.Options.Session.PerUser));
        Assert.Equal(["/a"], app.Options.RequireLogin);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("not json")]
    [InlineData("""{"session":"wrong"}""")]
    public void Overrides_that_cannot_be_read_leave_what_is_configured(string? overrides)
    {
        var app = AppOf(overrides);

        Assert.Equal("saas.login", app!.ClusterId);
        Assert.Same(Configured.Options, app.Options);
    }

    [Fact]
    public void An_address_in_the_place_of_a_name_leads_nowhere()
        => Assert.Equal("backend/http://169.254.169.254/", AppOf("""{"backend":"http://169.254.169.254/"}""")!.ClusterId);

    [Fact]
    public void Secrets_are_in_no_text()
        => Assert.DoesNotContain("configured", $"{Configured} {AppOf(null)} {LoginOverrides.Read("{}")}", StringComparison.Ordinal);

    private static LoginApp? AppOf(string? overrides)
    {
        Assert.True(AppId.TryParse("wx1", out var appId));
        var account = new Account("saas", ServiceKind.MiniProgram, appId, default, TokenEndpoint.Stable);
        return new LoginDefaults(Configured, new Dictionary<string, ConfiguredLogin>()).AppOf(
            new LoginAuthorizer("saas", "saas/wx1", account, overrides));
    }
}
