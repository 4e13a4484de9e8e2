using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace WxYarpGateway.Rig;

/// <summary>A YARP host that is not the Gateway: somebody's own, with the push path added.</summary>
public sealed class ForeignHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ForeignHost(WebApplication app)
    {
        _app = app;
    }

    public Uri Address => new(_app.Urls.First());

    public IMeterFactory Meters => _app.Services.GetRequiredService<IMeterFactory>();

    /// <summary>Starts a host whose own routes are in <c>ReverseProxy</c> and whose WeChat services are in <c>WeChat</c>.</summary>
    public static async Task<ForeignHost> StartAsync(
        Dictionary<string, string?> configuration, Action<IReverseProxyBuilder> configure, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(configuration);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var proxy = builder.Services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddWeChat(builder.Configuration.GetSection("WeChat"));
        configure(proxy);

        var app = builder.Build();
        app.MapReverseProxy(pipeline =>
        {
            pipeline.UseWeChat();
            pipeline.UseLoadBalancing();
        });
        await app.StartAsync(cancellationToken);
        return new ForeignHost(app);
    }

    public async ValueTask DisposeAsync()
    {
        using var cut = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(cut.Token);
        await _app.DisposeAsync();
    }
}
