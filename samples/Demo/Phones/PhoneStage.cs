using WxYarpGateway.Database.Settings;
using WxYarpGateway.MiniProgram;
using WxYarpGateway.Simulator;

namespace WxYarpGateway.Demo.Phones;

/// <summary>
/// A WeChat with a mini program, the gateway that logs its users in over a SQLite file of its own, and the shop behind it.
/// </summary>
internal sealed class PhoneStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wxyarpgateway-demo-");
    private readonly WeChatSimulator _weChat;
    private readonly TraceViewer? _viewer;
    private readonly string _internalUrl;
    private WebApplication? _shop;
    private WebApplication? _gateway;

    private PhoneStage(WeChatSimulator weChat, TraceViewer? viewer, string internalUrl)
        => (_weChat, _viewer, _internalUrl) = (weChat, viewer, internalUrl);

    public Uri WeChatAddress => _weChat.Address;

    public Uri GatewayAddress => new(_gateway!.Urls.First());

    public Uri ShopAddress => new(_shop!.Urls.First());

    public Uri? TracesAddress => _viewer?.Address;

    public static async Task<PhoneStage> StartAsync(TraceViewer? viewer, string internalUrl, CancellationToken cancellationToken)
    {
        var options = new SimulatorOptions { Urls = FreePort.UrlOf(7090), HasControlApi = true };
        var stage = new PhoneStage(await WeChatSimulator.StartAsync(options, cancellationToken), viewer, internalUrl);
        try
        {
            await stage.StartShopAsync(cancellationToken);
            await stage.StartGatewayAsync(cancellationToken);
            stage._weChat.AddAccount(SampleFiles.AccountAt(new Uri(stage.GatewayAddress, SampleFiles.Service["MessagePath"])));
            return stage;
        }
        catch
        {
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Returns the phone of somebody who never opened the mini program.</summary>
    public Phone NewPhone() => new(new PhoneOptions
    {
        Gateway = GatewayAddress,
        WeChat = WeChatAddress,
        AppId = SampleFiles.Service["AppId"]!,
    });

    public async ValueTask DisposeAsync()
    {
        await EndAsync(_gateway);
        await EndAsync(_shop);
        await _weChat.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task StartShopAsync(CancellationToken cancellationToken)
    {
        _shop = Shop.Create(
        [
            $"--Urls={FreePort.UrlOf(9000)}",
            $"--Token={SampleFiles.Service["Login:BackendToken"]}",
            "--Logging:LogLevel:Default=Error",
            "--Logging:LogLevel:Microsoft.AspNetCore=Error",
        ]);
        await _shop.StartAsync(cancellationToken);
    }

    private async Task StartGatewayAsync(CancellationToken cancellationToken)
    {
        string[] settings =
        [
            .. SampleFiles.GatewaySettings,
            $"--Gateway:Urls={FreePort.UrlOf(7080)}",
            $"--Gateway:InternalUrls={_internalUrl}",
            "--Gateway:ShutdownDelay=00:00:00",
            $"--Gateway:WeChat:ApiUrl={WeChatAddress}",
            $"--{SampleFiles.Service.Path}:Login:Backend={ShopAddress}",
            .. _viewer?.Settings ?? [],

            // So that the console has something to show.
            "--Gateway:Records:Keep=1.00:00:00",

            // The screen belongs to the phone. SQLite without a key warns that it makes one, which is right here.
            "--Logging:LogLevel:Default=Error",
        ];
        _gateway = Gateway.Program.Create(settings, services =>
        {
            services.AddSingleton(new DataFolder(_folder.FullName));
            Guest.Settle(services, WeChatAddress, ShopAddress);
        });
        await _gateway.StartAsync(cancellationToken);
    }

    private static async Task EndAsync(WebApplication? app)
    {
        if (app is not null)
        {
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }
}
