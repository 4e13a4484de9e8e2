using WxYarpGateway.Database.Settings;
using WxYarpGateway.Simulator;
using WxYarpGateway.Simulator.Platforms.Events;

namespace WxYarpGateway.Demo.Platform;

/// <summary>A WeChat with a platform, the gateway that serves it over a SQLite file of its own, and two backends.</summary>
internal sealed class PlatformStage : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wxyarpgateway-demo-");
    private readonly HttpClient _operator = new();
    private readonly string _internalUrl;
    private WebApplication? _gateway;

    private PlatformStage(WeChatSimulator weChat, WatchedBackend crm, WatchedBackend bot, TraceViewer? viewer, string internalUrl)
        => (WeChat, Crm, Bot, Viewer, _internalUrl) = (weChat, crm, bot, viewer, internalUrl);

    public WeChatSimulator WeChat { get; }

    /// <summary>Gets the backend that gets events, and copies of messages.</summary>
    public WatchedBackend Crm { get; }

    /// <summary>Gets the backend that answers messages.</summary>
    public WatchedBackend Bot { get; }

    public TraceViewer? Viewer { get; }

    public Uri GatewayAddress => new(_gateway!.Urls.First());

    public Uri InternalAddress => new(_internalUrl);

    public static async Task<PlatformStage> StartAsync(TraceViewer? viewer, string internalUrl, CancellationToken cancellationToken)
    {
        var stage = new PlatformStage(
            await WeChatSimulator.StartAsync(
                new SimulatorOptions { Urls = FreePort.UrlOf(7090), HasControlApi = true }, cancellationToken),
            await WatchedBackend.StartAsync("crm", FreePort.UrlOf(8000), cancellationToken),
            await WatchedBackend.StartAsync("bot", FreePort.UrlOf(8001), cancellationToken),
            viewer,
            internalUrl);
        try
        {
            await stage.StartGatewayAsync(cancellationToken);
            SimulatedConsole.Fill(stage.WeChat, stage.GatewayAddress);
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the path of the internal API for something of the platform.</summary>
    public static string PathOf(string path) => $"/platform/{GatewaySettings.Service}{path}";

    /// <summary>Asks the internal API about something of the platform, or posts a body to it, and returns the answer's JSON.</summary>
    public async Task<string> AskAsync(string path, object? body, CancellationToken cancellationToken)
    {
        var address = new Uri(InternalAddress, PathOf(path));
        using var answer = body is null
            ? await _operator.GetAsync(address, cancellationToken)
            : await _operator.PostAsJsonAsync(address, body, cancellationToken);
        return await answer.Content.ReadAsStringAsync(cancellationToken);
    }

    /// <summary>Returns the newest event of a type that WeChat has pushed to the platform; waits for it.</summary>
    public async Task<PushedEvent> EventAsync(string infoType, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (WeChat.Platforms.Events.Newest.LastOrDefault(pushed => pushed.InfoType == infoType) is { } found)
            {
                return found;
            }

            await Task.Delay(BetweenLooks, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.StopAsync();
            await _gateway.DisposeAsync();
        }

        await Crm.DisposeAsync();
        await Bot.DisposeAsync();
        await WeChat.DisposeAsync();
        _operator.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        var settings = GatewaySettings.Of(
            FreePort.UrlOf(7080), _internalUrl, WeChat.Address, Crm.Address, Bot.Address, Viewer?.Settings ?? []);
        _gateway = Gateway.Program.Create(settings, services =>
        {
            services.AddSingleton(new DataFolder(_folder.FullName));
            Guest.Settle(services, WeChat.Address, Crm.Address, Bot.Address);
        });
        await _gateway.StartAsync(cancellationToken);
    }
}
