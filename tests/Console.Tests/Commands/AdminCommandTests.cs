using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Audits;
using WxYarpGateway.Console.Tests.Fixtures;

namespace WxYarpGateway.Console.Tests.Commands;

public sealed class AdminCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-").FullName;

    [Fact]
    public async Task An_admin_is_added_listed_revoked_and_reset_while_a_console_runs()
    {
        await using var console = await ConsoleStage.StartAsync(_folder, TimeProvider.System, []);
        var added = await RunAsync("admin", "add", "root");
        var link = new Uri(added.Output.Split("Set the password at ")[1].Split('\n')[0].Trim());
        var care = console.Services.GetRequiredService<AccountCare>();
        await care.SetPasswordAsync(link.Fragment[1..], ConsoleStage.Password, TestContext.Current.CancellationToken);
        using var visitor = console.Open();
        await visitor.SignInAsync("root", ConsoleStage.Password);
        Assert.True(await visitor.IsInAsync());

        Assert.Equal("root: Admin, active, sessions: 1\n", (await RunAsync("admin", "list")).Output.ReplaceLineEndings("\n"));
        var revoked = await RunAsync("admin", "revoke", "root");
        Assert.Equal(0, revoked.Code);
        Assert.Contains("until 'admin reset root'", revoked.Output, StringComparison.Ordinal);
        Assert.False(await visitor.IsInAsync());
        Assert.Contains("revoked", (await RunAsync("admin", "list")).Output, StringComparison.Ordinal);
        Assert.Contains("/link/password#", (await RunAsync("admin", "reset", "root")).Output, StringComparison.Ordinal);
        var audits = await console.Services.GetRequiredService<AuditStore>().ListAsync(
            "(command line)", null, null, 10, TestContext.Current.CancellationToken);
        Assert.Equal(["account.reset", "account.revoke", "account.add"], audits.Select(audit => audit.What));
    }

    [Fact]
    public async Task Where_the_system_chooses_the_port_links_have_the_one_that_was_bound()
    {
        var settings = new[] { "--Console:Urls=http://127.0.0.1:0" };
        await using var console = await ConsoleStage.StartAsync(_folder, TimeProvider.System, settings);

        var (_, link) = await console.Services.GetRequiredService<AccountCare>().AddAsync(
            "root", Console.Access.Roles.Admin, TestContext.Current.CancellationToken);
        Assert.Equal(console.Url.Port, link!.Port);

        // A verb is another process, so it says what to do.
        var reset = await ConsoleStage.RunAsync(_folder, settings, "admin", "reset", "root");
        Assert.Contains("http://127.0.0.1:0/link/", reset.Output, StringComparison.Ordinal);
        Assert.Contains("put the one that the console printed", reset.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("add", " ", "is no name")]
    [InlineData("revoke", "nobody", "There is no account 'nobody'")]
    [InlineData("reset", "nobody", "There is no account 'nobody'")]
    public async Task What_cannot_be_done_is_said(string verb, string name, string sentence)
    {
        var (code, _, error) = await RunAsync("admin", verb, name);

        Assert.Equal(1, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Errors_of_the_configuration_are_said_all_at_once_and_without_secrets()
    {
        var (code, _, error) = await ConsoleStage.RunAsync(
            _folder,
            [
                "--Console:Urls=ftp://x", "--Console:Gateways:0:Url=not a url", "--Console:Gateways:1:Url=http://a:1",
                "--Console:Gateways:1:Key=planted key", "--Console:TraceUrl=http://jaeger", "--Console:Database:Kind=PostgreSql",
                "--Console:KnownProxies:0=everybody", "--Console:Oidc:Authority=http://idp.example.com",
            ]);

        Assert.Equal(2, code);
        Assert.All(
            [
                "Console:Urls", "Console:Gateways:0:Url", "Console:Gateways:1:Key", "Console:TraceUrl", "Console:Database:Connection",
                "Console:Database:Key", "Console:KnownProxies:0", "Console:Oidc:Authority", "Console:Oidc:ClientId", "Console:Oidc:Roles",
            ],
            key => Assert.Contains(key, error, StringComparison.Ordinal));
        Assert.DoesNotContain("planted", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Logging:LogLevel:Default=Verbose", "Logging:LogLevel:Default must be one of Trace, Debug, Information, ")]
    [InlineData("--Logging:Console:MaxQueueLength=0", "Logging:Console:MaxQueueLength has a value that does not fit; it is '0'.")]
    [InlineData("--Console:Database:Kind=Oracle", "'Console:Database:Kind'")]
    public async Task A_value_that_the_framework_throws_at_is_an_error_like_others(string setting, string sentence)
    {
        var (code, _, error) = await ConsoleStage.RunAsync(_folder, [setting]);

        Assert.Equal(2, code);
        Assert.Contains(sentence, error, StringComparison.Ordinal);
        Assert.EndsWith("Correct them, then start it again.", error.TrimEnd(), StringComparison.Ordinal);
        Assert.Equal(2, error.Trim().Split('\n').Length);
    }

    [Theory]
    [InlineData("--Console:Gateway:0:Url=http://10.0.0.1:7081", "Console:Gateway")]
    [InlineData("--Console:Gateways:Url=http://10.0.0.1:7081", "Console:Gateways:Url")]
    [InlineData("--Console:Gateways:0:Token=x", "Console:Gateways:0:Token")]
    [InlineData("--Console:Oidc:Roles:admins=Admin", null)]
    [InlineData("--Console:Oidc:Scopes:0=groups", null)]
    [InlineData("--Console:Database:Kind=Sqlite", null)]
    public async Task A_key_that_nothing_reads_is_told(string setting, string? path)
    {
        var (_, _, error) = await ConsoleStage.RunAsync(_folder, ["--Console:TraceUrl=wrong", setting]);

        Assert.Equal(
            path is null ? [] : [$"{path} is not a known key; nothing reads it. Correct its name, or remove it."],
            error.Split('\n').Where(line => line.Contains("known key", StringComparison.Ordinal)).Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task An_address_in_use_is_told_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var (code, output, error) = await ConsoleStage.RunLoggedAsync(_folder, $"--Console:Urls={address}");

        Assert.Equal(1, code);
        Assert.Equal(
            $"The console does not start: it cannot listen on {address} (Address already in use). Change Console:Urls, or stop what "
                + "listens there.",
            error.Trim());
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("""{ "Console": """)]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_file_that_cannot_be_read_is_said_in_a_sentence(string? text)
    {
        var file = Path.Combine(_folder, "named.json");
        if (text is not null)
        {
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        }

        var (code, _, error) = await ConsoleStage.RunWithFileAsync(_folder, file);

        Assert.Equal(2, code);
        Assert.StartsWith("The console does not start: its configuration cannot be read (", error, StringComparison.Ordinal);
        Assert.Contains(text is null ? file : $"{file}': line ", error, StringComparison.Ordinal);
        Assert.Single(error.Trim().Split('\n'));
    }

    [Fact]
    public async Task A_file_that_is_not_in_UTF_8_is_told()
    {
        var file = Path.Combine(_folder, "named.json");
        await File.WriteAllBytesAsync(
            file, [.. "{\"Console\":{\"Oidc\":{\"Name\":\""u8, 0xC9, 0xD4, .. "\"}}}"u8], TestContext.Current.CancellationToken);

        var (code, _, error) = await ConsoleStage.RunWithFileAsync(_folder, file);

        Assert.Equal(2, code);
        Assert.Contains("is not text in UTF-8", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_before_anything_listens()
    {
        var (code, _, error) = await ConsoleStage.RunAsync(
            _folder,
            [
                "--Console:Database:Kind=PostgreSql", "--Console:Database:Connection=Host=127.0.0.1;Port=1;Password=planted",
                $"--Console:Database:Key={Convert.ToBase64String(new byte[32])}",
            ]);

        Assert.Equal(1, code);
        Assert.Contains("its database", error, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] words) => ConsoleStage.RunAsync(_folder, [], words);
}
