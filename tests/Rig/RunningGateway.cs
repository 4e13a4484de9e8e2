using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Rig;

/// <summary>A gateway in this process, listening on a free port.</summary>
public sealed class RunningGateway : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningGateway(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.First());

    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    public static async Task<RunningGateway> StartAsync(Dictionary<string, string?> configuration, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddReverseProxy().AddWeChat(builder.Configuration.GetSection("Gateway"));
        var app = builder.Build();
        app.MapReverseProxy(proxy =>
        {
            proxy.UseWeChat();
            proxy.UseLoadBalancing();
        });
        await app.StartAsync(cancellationToken);
        return new RunningGateway(app);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
