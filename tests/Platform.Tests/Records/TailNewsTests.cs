using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Platform.Records.Live;
using WxYarpGateway.Platform.Tests.Rules;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Platform.Tests.Records;

public sealed class TailNewsTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_watches_on_one_replica_sees_the_records_of_another_and_how_many_were_left_out()
    {
        var clock = new FakeTimeProvider();
        var news = new FakeNews();
        var (here, there) = (new RecordTail(clock), new RecordTail(clock));
        using var hears = new TailNews(here, news, clock);
        using var tells = new TailNews(there, news, clock);
        await hears.StartAsync(Cancelled);
        await tells.StartAsync(Cancelled);

        there.Show([NewRecord("before")]);
        using var listener = here.Listen(new RecordQuery("shop"));
        there.Show([NewRecord("seen")]);
        await Eventually.HoldsAsync(() => listener.Lines.Count == 1, "the record of the other replica arrived", Cancelled);
        Assert.True(listener.Lines.TryRead(out var record));
        Assert.Equal(("seen", """[{"name":"received"}]""", Trace), (record.MessageId, record.Steps, record.TraceId));
        there.Show([.. Enumerable.Range(0, RecordTail.MostSent + 7).Select(_ => NewRecord("many"))]);

        await Eventually.HoldsAsync(() => listener.TakeLost() == 7, "what was left out was told", Cancelled);
        await hears.StopAsync(Cancelled);
        await tells.StopAsync(Cancelled);
    }

    [Fact]
    public void A_record_of_an_older_replica_has_no_trace_and_is_shown_all_the_same()
    {
        var record = NewRecord("old") with { TraceId = "" };

        var json = System.Text.Encoding.UTF8.GetString(RecordJson.Write(record));

        Assert.DoesNotContain("trace_id", json, StringComparison.Ordinal);
        Assert.Equal(record, RecordJson.Read(json));
    }

    private static StoredRecord NewRecord(string id)
        => new()
        {
            Id = Guid.CreateVersion7(),
            ReceivedAt = DateTimeOffset.UnixEpoch,
            Service = "shop",
            MessageId = id,
            Outcome = "Replied",
            TraceId = Trace,
            Steps = """[{"name":"received"}]""",
        };
}
