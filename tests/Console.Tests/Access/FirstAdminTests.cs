using System.Net;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Tests.Fixtures;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Console.Tests.Access;

public sealed class FirstAdminTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-").FullName;

    [Fact]
    public async Task A_link_makes_the_first_admin_once()
    {
        await using var console = await ConsoleStage.StartAsync(_folder, TimeProvider.System, []);
        var (code, older) = (await console.FirstLinkAsync(), await console.FirstLinkAsync());
        using var visitor = console.Open();

        var (_, common) = await SubmitAsync(visitor, code, "root", "passwordpassword");
        var (_, short1) = await SubmitAsync(visitor, code, "root", "short");
        var (answer, done) = await SubmitAsync(visitor, code, "root", ConsoleStage.Password);
        var (_, again) = await SubmitAsync(visitor, code, "root2", ConsoleStage.Password);
        var (_, other) = await SubmitAsync(visitor, older, "root3", ConsoleStage.Password);

        Assert.Contains("attackers try first", common, StringComparison.Ordinal);
        Assert.Contains("too short", short1, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("The password is set.", done, StringComparison.Ordinal);
        Assert.All([again, other], text => Assert.Contains("The link is over", text, StringComparison.Ordinal));
        var account = Assert.Single(
            await console.Services.GetRequiredService<AccountCare>().ListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("root", Roles.Admin), (account.Name, account.Role));
        await visitor.SignInAsync("root", ConsoleStage.Password);
        Assert.True(await visitor.IsInAsync("/accounts"));
        Assert.DoesNotContain(code, console.Logs.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_who_use_links_at_once_one_becomes_admin()
    {
        await using var console = await ConsoleStage.StartAsync(_folder, TimeProvider.System, []);
        var care = console.Services.GetRequiredService<AccountCare>();
        var codes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => console.FirstLinkAsync()));

        var answers = await Task.WhenAll(codes.SelectMany(code => new[] { code, code }).Select((code, number) => Task.Run(
            () => care.AddFirstAsync(code, $"admin {number}", ConsoleStage.Password, TestContext.Current.CancellationToken))));

        Assert.Single(answers, problem => problem is null);
        Assert.Single(await care.ListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task After_a_quarter_of_an_hour_the_link_is_over()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var console = await ConsoleStage.StartAsync(_folder, clock, []);
        var code = await console.FirstLinkAsync();
        clock.Advance(TimeSpan.FromMinutes(15));
        using var visitor = console.Open();

        var (_, text) = await SubmitAsync(visitor, code, "root", ConsoleStage.Password);

        Assert.Contains("The link is over", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_look_at_the_page_uses_nothing_up()
    {
        await using var console = await ConsoleStage.StartAsync(_folder, TimeProvider.System, []);
        var code = await console.FirstLinkAsync();
        using var visitor = console.Open();
        using var looked = await visitor.GetAsync("/link/first");
        using var signIn = await visitor.GetAsync("/sign-in");

        var (_, done) = await SubmitAsync(visitor, code, "root", ConsoleStage.Password);

        Assert.Contains(
            "There is no admin.", await signIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("The password is set.", done, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Task<(HttpResponseMessage Answer, string Text)> SubmitAsync(Visitor visitor, string code, string name, string password)
        => visitor.SubmitAsync(
            "/link/first", ("Form.Code", code), ("Form.Name", name), ("Form.Password", password), ("Form.Again", password));
}
