using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Testing.Logs;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Console.Tests.Configuration;

/// <summary>What changes in the console's file while it runs.</summary>
public sealed class SettingsInForceTests : IDisposable
{
    private const string One
        = """{"Console":{"Gateways":[{"Url":"http://10.0.0.1:7081","Key":"a-secret"}],"TraceUrl":"http://traces/{traceId}"}}""";
    private const string Two = """{"Console":{"Gateways":[{"Url":"http://10.0.0.1:7081"},{"Url":"http://10.0.0.2:7081"}]}}""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();
    private readonly CollectedLogs _logs = new();
    private readonly WebApplication _app;
    private readonly GatewayFleet _fleet;

    public SettingsInForceTests()
    {
        Write(One);
        Directory.CreateDirectory(Secrets);
        _app = Program.Build(
            new ConsoleEnvironment(_folder.FullName, AppContext.BaseDirectory, SecretsFolder: Secrets, DataFolder: _folder.FullName),
            [],
            services => services.AddSingleton<ILoggerProvider>(_logs));
        _fleet = _app.Services.GetRequiredService<GatewayFleet>();
    }

    private string Secrets => Path.Combine(_folder.FullName, "secrets");

    private string File => Path.Combine(_folder.FullName, "console.json");

    private IConfigurationRoot Configuration => (IConfigurationRoot)_app.Services.GetRequiredService<IConfiguration>();

    private ConsoleOptions Options => _app.Services.GetRequiredService<IOptionsMonitor<ConsoleOptions>>().CurrentValue;

    private IEnumerable<string> Errors => _logs.Lines.Where(line => line.StartsWith("Error ", StringComparison.Ordinal));

    [Fact]
    public void A_right_change_is_taken_up_at_once()
    {
        Reload(Two);

        Assert.Equal(["10.0.0.1:7081", "10.0.0.2:7081"], _fleet.Gateways.Select(gateway => gateway.Name));
        Assert.Null(Options.TraceUrl);
        Assert.Empty(Errors);
    }

    [Theory]
    [InlineData("""{"Console":{"Gateways":[{"Url":"http://10.0.0.1:""")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData(null)]
    public void A_file_that_cannot_be_read_any_more_leaves_what_it_had(string? text)
    {
        Reload(text);

        HasOne();
        Assert.Equal("http://traces/{traceId}", Configuration["Console:TraceUrl"]);
        Assert.Contains("console.json", Assert.Single(Errors), StringComparison.Ordinal);

        Reload(Two);
        Assert.Equal(2, _fleet.Gateways.Count);
    }

    [Fact]
    public void A_broken_file_is_not_forgotten_when_another_source_changes()
    {
        Reload("{");

        System.IO.File.WriteAllText(Path.Combine(Secrets, "Console__PublicUrl"), "https://console.example");
        Configuration.Reload();

        HasOne();
    }

    [Theory]
    [InlineData("""{"Console":{"Gateways":[{"Url":"ftp://10.0.0.1","Key":"a-secret"}]}}""", "Console:Gateways:0:Url")]
    [InlineData("""{"Console":{"Database":{"Kind":"Oracle"}}}""", "Console:Database:Kind")]
    public void Settings_with_errors_are_told_and_not_taken_up(string text, string path)
    {
        Reload(text);

        HasOne();
        var error = Assert.Single(Errors);
        Assert.Contains(path, error, StringComparison.Ordinal);
        Assert.DoesNotContain("a-secret", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_watched_file_is_kept_too()
    {
        Write("{");

        await Eventually.HoldsAsync(() => Errors.Any(), "the broken file is told", TestContext.Current.CancellationToken);

        HasOne();
    }

    public void Dispose()
    {
        ((IDisposable)_app).Dispose();
        _folder.Delete(recursive: true);
    }

    private void HasOne()
    {
        Assert.Equal("10.0.0.1:7081", Assert.Single(_fleet.Gateways).Name);
        Assert.Equal("http://traces/{traceId}", Options.TraceUrl);
    }

    private void Reload(string? text)
    {
        Write(text);
        Configuration.Reload();
    }

    private void Write(string? text)
    {
        if (text is null)
        {
            System.IO.File.Delete(File);
        }
        else
        {
            System.IO.File.WriteAllText(File, text);
        }
    }
}
