using Microsoft.Extensions.DependencyInjection;
using WxYarpGateway.Gateway.Tests.Configuration;
using WxYarpGateway.Rig;
using WxYarpGateway.Testing.Metrics;
using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Configuration;

namespace WxYarpGateway.Gateway.Tests.Telemetry;

/// <summary>What an operator's dashboard shows of edits.</summary>
public sealed class ReloadMetricTests : IDisposable
{
    private const string Reloads = "wxgateway.configuration.reloads result=";
    private const string Stale = "wxgateway.configuration.stale";

    private readonly Workplace _workplace = new();

    public void Dispose() => _workplace.Dispose();

    [Fact]
    public async Task Reloads_are_counted_and_a_refused_one_shows_until_it_is_fixed()
    {
        _workplace.Write("gateway.json", Json("first"));
        await using var gateway = await RunningGateway.StartAsync(
            [], TestContext.Current.CancellationToken, Path.Combine(_workplace.Folder, "gateway.json"));
        using var metrics = new CollectedMetrics(gateway.Meters);
        var state = gateway.Services.GetRequiredService<ConfigurationState>();
        var first = state.Revision;
        Assert.Equal((1, 0), (metrics.Observe()[RevisionOf(first)], metrics.Observe()[Stale]));
        Assert.Empty(Counted());

        await EditAsync(Json("second"), "applied");
        Assert.NotEqual(first, state.Revision);
        var shown = metrics.Observe();
        Assert.Equal((1, 0), (shown[RevisionOf(state.Revision)], shown[Stale]));
        Assert.DoesNotContain(RevisionOf(first), shown.Keys);

        var second = state.Revision;
        await EditAsync(Json(""), "refused");
        Assert.Equal((1, 1), (metrics.Observe()[RevisionOf(second)], metrics.Observe()[Stale]));

        // Back to what was in force all the time.
        await EditAsync(Json("second"), "applied");
        Assert.Equal((1, 0), (metrics.Observe()[RevisionOf(second)], metrics.Observe()[Stale]));
        Assert.Equal(["applied", "refused", "applied"], Counted());

        IEnumerable<string> Counted()
            => metrics.All.Where(count => count.StartsWith(Reloads, StringComparison.Ordinal)).Select(count => count[Reloads.Length..]);

        async Task EditAsync(string json, string result)
        {
            var before = Counted().Count();
            _workplace.Write("gateway.json", json);
            await Eventually.HoldsAsync(
                () => Counted().Skip(before).FirstOrDefault() == result, $"the edit was {result}", TestContext.Current.CancellationToken);
        }
    }

    private static string RevisionOf(string revision) => $"wxgateway.configuration.revision revision={revision}";

    private static string Json(string path)
        => $$"""{ "Gateway": { "Services": { "shop": { "AppId": "wxshop", "Token": "{{(path.Length == 0 ? "two words" : "token")}}", "MessagePath": "/{{path}}" } } } }""";
}
