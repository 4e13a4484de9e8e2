using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Console.Access.Accounts;
using WxYarpGateway.Console.Access.Links;
using WxYarpGateway.Console.Commands;
using WxYarpGateway.Console.Configuration;
using WxYarpGateway.Testing.Logs;

namespace WxYarpGateway.Console.Tests.Fixtures;

/// <summary>The whole console on a free port, put together by its own Program.</summary>
internal sealed class ConsoleStage : IAsyncDisposable
{
    /// <summary>A password that the rule takes.</summary>
    public const string Password = "correct horse battery";

    private readonly WebApplication _app;

    private ConsoleStage(WebApplication app, CollectedLogs logs)
    {
        _app = app;
        Logs = logs;
    }

    /// <summary>Gets what it logged.</summary>
    public CollectedLogs Logs { get; }

    /// <summary>Gets its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Gets its address.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts a console.</summary>
    public static async Task<ConsoleStage> StartAsync(string folder, TimeProvider clock, string[] settings)
    {
        var logs = new CollectedLogs();
        var app = Program.Build(Environment(folder), settings, services =>
        {
            services.AddSingleton(clock);
            services.AddSingleton<ILoggerProvider>(logs);

            // Tests sign in hundreds of times; AccessSetupTests knows how many there are.
            services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 1000);
            services.AddSingleton<CountedHasher>();
            services.AddSingleton<IPasswordHasher<Account>>(provider => provider.GetRequiredService<CountedHasher>());
        });
        Assert.Null(await Preparation.RunAsync(app, TextWriter.Null, TestContext.Current.CancellationToken));
        Program.Map(app);
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ConsoleStage(app, logs);
    }

    /// <summary>Runs a verb on the same database; returns the exit code and what it printed.</summary>
    public static Task<(int Code, string Output, string Error)> RunAsync(string folder, string[] settings, params string[] words)
        => RunAsync(Environment(folder), [.. words, .. settings]);

    /// <summary>Runs the console with a file of its own; returns the exit code and what it printed.</summary>
    public static Task<(int Code, string Output, string Error)> RunWithFileAsync(string folder, string file)
        => RunAsync(Environment(folder) with { ConfigFile = file }, []);

    /// <summary>Runs the console; returns the exit code, what it logged and what it printed.</summary>
    public static async Task<(int Code, string Logged, string Error)> RunLoggedAsync(string folder, string setting)
    {
        var logs = new CollectedLogs();
        await using var error = new StringWriter();
        var invocation = ConsoleCommands.Invocation();
        invocation.Error = error;
        var code = await ConsoleCommands
            .Create(Environment(folder), (environment, given) => Program.Build(
                environment, given, services => services.AddSingleton<ILoggerProvider>(logs)))
            .Parse([setting])
            .InvokeAsync(invocation, TestContext.Current.CancellationToken);
        return (code, string.Join('\n', logs.Lines.Where(line => line.Contains("Exception", StringComparison.Ordinal))), error.ToString());
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(ConsoleEnvironment place, string[] words)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var invocation = ConsoleCommands.Invocation();
        invocation.Output = output;
        invocation.Error = error;
        var code = await ConsoleCommands
            .Create(place, (environment, given) => Program.Build(environment, given, _ => { }))
            .Parse(words)
            .InvokeAsync(invocation, TestContext.Current.CancellationToken);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>Adds an account with <see cref="Password"/>.</summary>
    public async Task AddAsync(string name, string role)
    {
        var care = Services.GetRequiredService<AccountCare>();
        var (problem, link) = await care.AddAsync(name, role, TestContext.Current.CancellationToken);
        Assert.Null(problem);
        (problem, _) = await care.SetPasswordAsync(link!.Fragment[1..], Password, TestContext.Current.CancellationToken);
        Assert.Null(problem);
    }

    /// <summary>Returns the code of a new link to make the first admin.</summary>
    public async Task<string> FirstLinkAsync()
        => (await Services.GetRequiredService<OneTimeLinks>().NewAsync(
            LinkPurpose.First, null, TestContext.Current.CancellationToken)).Fragment[1..];

    /// <summary>Opens a browser without cookies.</summary>
    public Visitor Open() => new(Url);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static ConsoleEnvironment Environment(string folder) => new(folder, AppContext.BaseDirectory, DataFolder: folder);
}
