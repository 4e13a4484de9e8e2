using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Hosting;

/// <summary>
/// Answers some made-up pushes before the first real one, so that code is compiled and loaded by then. They run through a
/// gateway of their own on the loopback interface; services, store, metrics and logs of the real one see nothing of them.
/// </summary>
internal static class Rehearsal
{
    // On a slower machine the real start does not wait for the rest.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    // The real gateway starts first: the end throws exceptions in every loop that waits, and takes as long as a push.
    private static readonly TimeSpan UntilEnd = TimeSpan.FromSeconds(5);

    /// <summary>Rehearses; whatever goes wrong, the real gateway starts as if there had been no rehearsal.</summary>
    /// <param name="build">Builds a gateway from settings alone.</param>
    /// <param name="map">Maps its endpoints.</param>
    /// <param name="cancellationToken">Cancelled when the process is to stop.</param>
    public static async Task RunAsync(
        Func<IReadOnlyDictionary<string, string?>, Action<IServiceCollection>, WebApplication> build,
        Action<WebApplication> map,
        CancellationToken cancellationToken)
    {
        using var tooLong = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        tooLong.CancelAfter(Longest);
        await Begin(build, map, tooLong.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static Task Begin(
        Func<IReadOnlyDictionary<string, string?>, Action<IServiceCollection>, WebApplication> build,
        Action<WebApplication> map,
        CancellationToken cancellationToken)
    {
        // WebApplicationFactory takes the first host that is built in the flow of Main. That must not be the rehearsal's.
        using var apart = ExecutionContext.SuppressFlow();
        return Task.Run(() => PushAsync(build, map, cancellationToken), cancellationToken);
    }

    private static async Task PushAsync(
        Func<IReadOnlyDictionary<string, string?>, Action<IServiceCollection>, WebApplication> build,
        Action<WebApplication> map,
        CancellationToken cancellationToken)
    {
        var peer = new RehearsalPeer();
        var push = new RehearsedPush();
        var app = build(Settings(peer.Address, push), Replace);
        try
        {
            await app.Services.GetRequiredService<WeChatConfiguration>().LoadAsync();
            map(app);
            app.ChooseAddresses();
            await app.StartAsync(cancellationToken);
            var address = new Uri(app.Urls.First());
            using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            await Task.WhenAll(
                SendAsync(client, push.InClear(new Uri(address, "/prompt"), "at once"), cancellationToken),
                SendAsync(client, push.InClear(new Uri(address, "/slow"), RehearsedPush.SlowText), cancellationToken));
            await SendAsync(client, push.Sealed(new Uri(address, "/prompt"), "sealed"), cancellationToken);
        }
        finally
        {
            // Ends before listeners of the real meters start. The rest of the cleanup runs in the background, later.
            app.Services.GetRequiredService<IMeterFactory>().Dispose();
            _ = Task.Run(() => EndAsync(app, peer), CancellationToken.None);
        }
    }

    private static async Task EndAsync(WebApplication app, RehearsalPeer peer)
    {
        using (peer)
        {
            await using (app)
            {
                await Task.Delay(UntilEnd, TimeProvider.System);
                await app.StopAsync(CancellationToken.None);
            }
        }
    }

    private static async Task SendAsync(HttpClient client, HttpRequestMessage push, CancellationToken cancellationToken)
    {
        using (push)
        {
            using var answer = await client.SendAsync(push, cancellationToken);
        }
    }

    private static void Replace(IServiceCollection services)
    {
        // A push needs none of what runs beside it; the server is added later. To stop so many loops costs as much as to answer the pushes.
        services.RemoveAll<IHostedService>();

        // The process's signals and streams belong to the real gateway.
        services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        services.RemoveAll<ILoggerProvider>();
        services.AddSingleton<ILoggerProvider>(provider => new BatchedConsole(
            provider.GetServices<ConsoleFormatter>(),
            provider.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>(),
            provider.GetRequiredService<IOptionsMonitor<SimpleConsoleFormatterOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            () => Stream.Null,
            () => Stream.Null));
        services.AddHttpClient(WeChatApiClient.HttpClientName).ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { UseProxy = false });
    }

    // The levels of the real gateway: lines that it does not write would be compiled for nothing, and make a trace of each push.
    private static Dictionary<string, string?> Settings(string peer, RehearsedPush push) => new(LogDefaults.Levels)
    {
        ["Gateway:Urls"] = "http://127.0.0.1:0",
        ["Gateway:InternalUrls"] = "http://127.0.0.1:0",
        ["Gateway:ShutdownDelay"] = "00:00:00",
        ["Gateway:WeChat:ApiUrl"] = peer,
        ["Gateway:Services:prompt:AppId"] = RehearsedPush.AppId,
        ["Gateway:Services:prompt:AppSecret"] = push.Token,
        ["Gateway:Services:prompt:Token"] = push.Token,
        ["Gateway:Services:prompt:EncodingAesKey"] = push.AesKey,
        ["Gateway:Services:prompt:Encryption"] = "Either",
        ["Gateway:Services:prompt:MessagePath"] = "/prompt",
        ["Gateway:Services:prompt:MessageBackend"] = peer,
        ["Gateway:Services:slow:AppId"] = RehearsedPush.AppId + "2",
        ["Gateway:Services:slow:AppSecret"] = push.Token,
        ["Gateway:Services:slow:Token"] = push.Token,
        ["Gateway:Services:slow:MessagePath"] = "/slow",
        ["Gateway:Services:slow:MessageBackend"] = peer,
        ["Gateway:Services:slow:Reply:Deadline"] = RehearsedPush.Deadline.ToString("c"),
    };

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
