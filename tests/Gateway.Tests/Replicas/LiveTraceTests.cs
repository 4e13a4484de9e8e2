using System.Collections.Concurrent;
using System.Text.Json;
using WxYarpGateway.Rig;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Testing.Otlp;
using WxYarpGateway.Testing.Redis;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Gateway.Tests.Replicas;

/// <summary>Whoever watches the live stream at one gateway learns by Redis which trace has a push that came to another.</summary>
public sealed class LiveTraceTests(SharedRedis redis) : IAsyncLifetime
{
    private OtlpCollector _collector = null!;
    private TestRig _rig = null!;
    private RunningGateway _second = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _collector = await OtlpCollector.StartAsync(Cancelled);
        _rig = await TestRig.StartAsync(
            Cancelled,
            [
                .. _collector.Settings("http/protobuf"),
                ("Store:Kind", "Redis"),
                ("Store:Redis", redis.ConnectionString),
                ("Store:KeyPrefix", SharedRedis.NewPrefix()),
                ("Records:Keep", "1.00:00:00"),
            ]);
        _second = await _rig.StartReplicaAsync(Cancelled);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task A_push_at_another_gateway_has_its_trace_in_the_live_stream()
    {
        _rig.Backend.Answers("""{"msg":"hello"}""");
        using var client = new HttpClient();
        using var answer = await client.GetAsync(
            new Uri(_rig.Gateway.InternalAddress, $"/records/{TestRig.Plain}/live"), HttpCompletionOption.ResponseHeadersRead, Cancelled);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancelled));
        var seen = new ConcurrentQueue<JsonElement>();
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancelled);
        var reading = ReadAsync(lines, seen, enough.Token);

        // Redis tells what is published after the subscription, and nobody says when that is.
        await Eventually.HoldsAsync(
            async () =>
            {
                await _rig.PushAsync(_second, TestRig.Plain, PushedMessage.Text("hi"));
                return !seen.IsEmpty;
            },
            "the push was seen at the other gateway",
            Cancelled);

        Assert.True(seen.TryDequeue(out var record));
        var trace = record.GetProperty("trace_id").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", trace);
        await Eventually.HoldsAsync(
            () => _collector.Spans.Any(span => span.TraceId == trace && span["wechat.outcome"] == "Replied"),
            "the collector had the trace",
            Cancelled);
        await enough.CancelAsync();
        await reading;
    }

    private static async Task ReadAsync(StreamReader lines, ConcurrentQueue<JsonElement> seen, CancellationToken cancellationToken)
    {
        const string Data = "data: ";
        try
        {
            while (await lines.ReadLineAsync(cancellationToken) is { } line)
            {
                if (line.StartsWith(Data, StringComparison.Ordinal) && JsonDocument.Parse(line[Data.Length..]).RootElement is var json
                    && json.TryGetProperty("id", out _))
                {
                    seen.Enqueue(json);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The test has seen enough.
        }
    }
}
