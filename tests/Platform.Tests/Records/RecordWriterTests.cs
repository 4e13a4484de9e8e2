using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.Platform.Records.Live;
using WxYarpGateway.Testing.Time;

namespace WxYarpGateway.Platform.Tests.Records;

public sealed class RecordWriterTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _clock = new();
    private readonly FakeStore _store = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly Dictionary<string, long> _dropped = [];
    private readonly MeterListener _listener = new();
    private readonly RecordTail _tail;
    private PushRecords? _records;
    private RecordSettings? _settings;

    public RecordWriterTests()
    {
        _tail = new RecordTail(_clock);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "wxgateway.records.dropped")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
        {
            foreach (var (_, reason) in tags)
            {
                _dropped[(string)reason!] = _dropped.GetValueOrDefault((string)reason!) + count;
            }
        });
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task Records_are_written_in_batches_of_at_most_five_hundred()
    {
        var writer = Writer("Keep=3.00:00:00", "MostPerSecond=100000");
        Add(1_200);

        await RunAsync(writer);

        Assert.Equal([500, 500, 200], _store.Batches.Select(batch => batch.Count));
        Assert.Empty(_dropped);
    }

    [Fact]
    public async Task What_has_no_room_is_dropped_and_counted_and_nobody_waits()
    {
        var writer = Writer("MostPerSecond=100000");
        Add(10_000);

        await RunAsync(writer);

        Assert.Equal(PushRecords.Room, _store.Batches.Sum(batch => batch.Count));
        Assert.Equal(10_000 - PushRecords.Room, _dropped["full"]);
    }

    [Fact]
    public async Task No_more_than_so_many_are_kept_in_a_second()
    {
        var writer = Writer("MostPerSecond=100");
        Add(150);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Add(150);

        await RunAsync(writer);

        Assert.Equal(200, _store.Batches.Sum(batch => batch.Count));
        Assert.Equal(100, _dropped["too_many"]);
    }

    [Fact]
    public void Steps_are_noted_for_pushes_that_may_still_get_a_record_in_their_second()
    {
        using var writer = Writer("MostPerSecond=100");
        Assert.True(_records!.ReadsSteps);

        Add(99);
        Assert.True(_records.ReadsSteps);

        Add(1);
        Assert.False(_records.ReadsSteps);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_records.ReadsSteps);
    }

    [Fact]
    public async Task A_batch_that_the_database_does_not_take_is_counted_and_the_next_goes_on()
    {
        var writer = Writer("MostPerSecond=100000");
        _store.Failures = 1;
        Add(700);

        await RunAsync(writer);

        Assert.Equal(500, _dropped["database"]);
        Assert.Equal([200], _store.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Without_the_section_nothing_is_noted_and_with_Keep_0_nothing_is_written()
    {
        Assert.Null(Settings().WhyDatabase());

        var writer = Writer("Keep=00:00:00");
        using var listener = _tail.Listen(new RecordQuery("shop"));
        Add(3);
        await RunAsync(writer);

        Assert.Empty(_store.Batches);
        Assert.Equal(3, listener.Lines.Count);
    }

    [Fact]
    public async Task A_body_is_packed_and_kept_as_the_option_says()
    {
        var writer = Writer("Bodies=Shape");
        _records!.Add(NewRecord(), "{\"Content\":\"private\"}"u8.ToArray());

        await RunAsync(writer);

        var record = Assert.Single(Assert.Single(_store.Batches));
        Assert.Equal("{\"Content\":\"string\"}"u8, RecordBody.Unpack(record.Body).Span);
    }

    [Fact]
    public async Task What_an_event_is_called_is_fit_for_every_database_as_with_messages()
    {
        var writer = Writer("Keep=3.00:00:00");
        _records!.Add(NewRecord() with { InfoType = "odd\0\ud800", MsgType = new string('x', 1_000), AppId = "wx\0" }, "{}"u8.ToArray());

        await RunAsync(writer);

        var record = Assert.Single(Assert.Single(_store.Batches));
        Assert.Equal(
            ("odd\ufffd\ufffd", 128, "wx\ufffd"), (record.InfoType, record.MsgType.Length, record.AppId));
    }

    [Fact]
    public void A_slow_listener_loses_the_oldest_and_learns_how_many()
    {
        using var listener = _tail.Listen(new RecordQuery("shop") { MsgType = "text" });
        _tail.Show([.. Enumerable.Range(0, 300).Select(number => NewRecord() with { MsgType = "text", MessageId = $"{number}" }),
            NewRecord()]);

        Assert.Equal(44, listener.TakeLost());
        Assert.Equal(0, listener.TakeLost());
        Assert.True(listener.Lines.TryRead(out var first));
        Assert.Equal("44", first.MessageId);
        Assert.Equal(100, _tail.Last(new RecordQuery("shop")).Count);
    }

    [Fact]
    public void Other_replicas_are_told_only_while_somebody_asks()
    {
        var sent = new List<(int Records, int More)>();
        _tail.Sent += (records, more) => sent.Add((records.Count, more));

        _tail.Show([NewRecord()]);
        _tail.Ask();
        _tail.Show([.. Enumerable.Range(0, 70).Select(_ => NewRecord())]);
        _clock.Advance(RecordTail.Interest);
        _tail.Show([NewRecord()]);

        Assert.Equal([(RecordTail.MostSent, 20)], sent);
    }

    [Fact]
    public void A_record_is_read_as_another_replica_wrote_it()
    {
        var record = NewRecord() with
        {
            AppId = "wx1",
            MsgType = "event",
            Event = "点击",
            Attempt = 2,
            Milliseconds = 5,
            Rule = "orders",
            Reply = "text"
        };

        Assert.Equal(record, RecordJson.Read(System.Text.Encoding.UTF8.GetString(RecordJson.Write(record))));
        Assert.Null(RecordJson.Read("{}"));
        Assert.Null(RecordJson.Read("[]"));
        Assert.Null(RecordJson.Read("{\"id\":5}"));
        Assert.Null(RecordJson.Read("nothing"));
    }

    private static StoredRecord NewRecord()
        => new() { Id = Guid.CreateVersion7(Now), ReceivedAt = Now, Service = "shop", Outcome = "Replied" };

    private static RecordSettings Settings(params string[] options)
    {
        var settings = options.Select(option => option.Split('=')).ToDictionary(pair => $"Gateway:Records:{pair[0]}", pair
            => (string?)pair[1]);
        var section = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Gateway");
        return new RecordSettings(() => section);
    }

    private RecordWriter Writer(params string[] options)
    {
        _settings = Settings(options);
        var metrics = new RecordMetrics(_services.GetRequiredService<IMeterFactory>());
        _records = new PushRecords(_settings, metrics, _clock);
        return new RecordWriter(_records, _settings, _store, _tail, metrics, _clock, NullLogger<RecordWriter>.Instance);
    }

    private void Add(int records)
    {
        for (var number = 0; number < records; number++)
        {
            _records!.Add(NewRecord(), default);
        }
    }

    /// <summary>Starts the writer and stops it: it writes what there is.</summary>
    private static async Task RunAsync(RecordWriter writer)
    {
        await writer.StartAsync(TestContext.Current.CancellationToken);
        await writer.StopAsync(TestContext.Current.CancellationToken);
        writer.Dispose();
    }

    private sealed class FakeStore : IRecordStore
    {
        public List<IReadOnlyList<StoredRecord>> Batches { get; } = [];

        public int Failures { get; set; }

        public ValueTask WriteAsync(IReadOnlyList<StoredRecord> records, CancellationToken cancellationToken)
        {
            if (Failures-- > 0)
            {
                throw new IOException("The disk is full.");
            }

            Batches.Add([.. records]);
            return default;
        }

        public ValueTask<RecordPage> SearchAsync(RecordQuery query, CancellationToken cancellationToken) => new(new RecordPage([], null));

        public ValueTask<StoredRecord?> FindAsync(string service, Guid id, CancellationToken cancellationToken) => new((StoredRecord?)null);

        public ValueTask<long> DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken) => new(0L);
    }
}
