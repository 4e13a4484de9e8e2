using System.Text;
using WxYarpGateway.Gateway.Commands;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Tests.Configuration;

namespace WxYarpGateway.Gateway.Tests.Commands;

public sealed class DatabaseCommandsTests : IDisposable
{
    private const string Services =
        """
        "Urls": "http://127.0.0.1:0", "InternalUrls": "http://127.0.0.1:0",
        "Services": { "shop": { "AppId": "wx1", "Token": "t", "MessagePath": "/wx" } }
        """;

    private readonly Workplace _workplace = new();

    public DatabaseCommandsTests() => Configure("");

    private string Data => Path.Combine(_workplace.Folder, "state");

    private GatewayEnvironment Environment => _workplace.Environment with { DataFolder = Data };

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task A_database_is_made_looked_at_backed_up_and_verified()
    {
        var before = await RunAsync("status");
        Assert.Equal(0, before.ExitCode);
        Assert.Contains(before.Output, line => line.EndsWith("(not there yet)", StringComparison.Ordinal));
        Assert.DoesNotContain(before.Output, line => line.Contains("pending", StringComparison.Ordinal));
        Assert.False(File.Exists(Path.Combine(Data, "gateway.db")));

        var applied = Assert.Single((await RunAsync("migrate")).Output);
        Assert.Matches("^migrations applied: [1-9][0-9]*$", applied);
        Assert.Equal(["migrations applied: 0"], (await RunAsync("migrate")).Output);
        var after = await RunAsync("status");
        Assert.Equal(0, after.ExitCode);
        Assert.Contains($"migrations: {applied.Split(' ')[^1]} applied, 0 pending", after.Output);
        Assert.Contains("key: is the database's", after.Output);
        Assert.Contains("last backup: none", after.Output);

        var backup = await RunAsync("backup");
        Assert.Equal(0, backup.ExitCode);
        Assert.True(File.Exists(backup.Output[0]["backup: ".Length..]));
        Assert.Equal(0, (await RunAsync("backup", "elsewhere.db")).ExitCode);
        Assert.True(File.Exists(Path.Combine(_workplace.Folder, "elsewhere.db")));
        Assert.Equal(["encrypted with the current key: 1; with a previous one: 0; problems: 0"], (await RunAsync("verify")).Output);
    }

    [Fact]
    public async Task A_key_is_changed_in_three_steps()
    {
        await RunAsync("migrate");
        var old = (await File.ReadAllTextAsync(Path.Combine(Data, "key"), TestContext.Current.CancellationToken)).Trim();
        var current = Convert.ToBase64String(Encoding.ASCII.GetBytes(new string('k', 32)));
        Configure($$""" "Database": { "Key": "{{current}}", "PreviousKeys": ["{{old}}"] }, """);

        Assert.Equal(["encrypted with the current key: 0; with a previous one: 1; problems: 0"], (await RunAsync("verify")).Output);
        Assert.Equal(["encrypted with the current key now: 1; already: 0; problems: 0"], (await RunAsync("rotate-key")).Output);

        Configure($$""" "Database": { "Key": "{{current}}" }, """);
        Assert.Equal(["encrypted with the current key: 1; with a previous one: 0; problems: 0"], (await RunAsync("verify")).Output);
        Configure($$""" "Database": { "Key": "{{old}}" }, """);
        var wrong = await RunAsync("verify");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("another key", Assert.Single(wrong.Error), StringComparison.Ordinal);
        Assert.DoesNotContain(old, wrong.Error[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_goes_out_and_comes_in()
    {
        await RunAsync("migrate");

        var export = await RunAsync("export-vault", "vault.txt");
        var import = await RunAsync("import-vault", "vault.txt");

        Assert.Equal((0, "authorizers exported: 0"), (export.ExitCode, export.Output[0]));
        Assert.Equal(["authorizers added: 0; refresh tokens added: 0; left as they were: 0"], import.Output);
        Assert.Equal(1, (await RunAsync("export-vault")).ExitCode);
        Assert.Equal(1, (await RunAsync("import-vault", "nowhere.txt")).ExitCode);
    }

    [Fact]
    public async Task A_machine_that_is_too_busy_for_Entity_Framework_gets_a_sentence_and_an_exit_code()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var console = new System.CommandLine.InvocationConfiguration { Output = output, Error = error };
        var app = Program.Build(Environment, Environment.JsonFiles(), []);

        // So it throws when a thread gets no processor for a second while it matches a migration's name.
        var exitCode = await DatabaseCommand.RunAsync(
            app,
            console,
            _ => throw new System.Text.RegularExpressions.RegexMatchTimeoutException("name", "pattern", TimeSpan.FromSeconds(1)));

        Assert.Equal((1, ""), (exitCode, output.ToString()));
        Assert.StartsWith("This machine is too busy", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_tables_the_sentence_names_the_command()
    {
        var result = await RunAsync("verify");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("database migrate", Assert.Single(result.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(""" "Kind": "PostgreSql" """, "Database:Connection must be a connection string", "Database:Key must be 32 bytes in base64")]
    [InlineData(""" "Kind": "PostgreSql", "Connection": "password=planted-secret" """, "Database:Connection must be", "Database:Key must")]
    [InlineData(""" "Key": "planted-secret" """, "Database:Key must be 32 bytes in base64")]
    [InlineData(""" "PreviousKeys": ["planted-secret"] """, "Database:PreviousKeys:0 must be 32 bytes in base64")]
    [InlineData(""" "Kind": "MySql" """, "Database:Kind must be")]
    public async Task Options_that_do_not_fit_are_named_and_no_secret_is(string options, params string[] expected)
    {
        Configure($$""" "Database": { {{options}} }, """);

        var result = await CommandLine.RunAsync(Environment, "validate");

        Assert.Equal(2, result.ExitCode);
        Assert.All(expected, text => Assert.Contains(result.Error, line => line.Contains(text, StringComparison.Ordinal)));
        Assert.DoesNotContain(result.Error, line => line.Contains("planted-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_gateway_does_not_start_with_a_database_that_is_newer_than_itself()
    {
        await RunAsync("migrate");
        await using (
            var database = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Data, "gateway.db")};Pooling=false"))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = database.CreateCommand();
            command.CommandText = """INSERT INTO "__EFMigrationsHistory" VALUES ('20991231000000_Later', '11.0.0')""";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        Configure(""" "Records": { "Keep": "1.00:00:00" }, """);
        var result = await CommandLine.RunAsync(Environment);

        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(
            "The gateway does not start: The database is newer than this gateway: it has the migration 20991231000000_Later",
            Assert.Single(result.Error),
            StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("status")).ExitCode);
        Assert.Equal(1, (await RunAsync("migrate")).ExitCode);
    }

    private void Configure(string more) => _workplace.Write("appsettings.json", $$"""{ "Gateway": { {{more}} {{Services}} } }""");

    private Task<CommandLineResult> RunAsync(params string[] words) => CommandLine.RunAsync(Environment, ["database", .. words]);
}
