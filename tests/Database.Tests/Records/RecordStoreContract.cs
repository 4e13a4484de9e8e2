using System.Text;
using Microsoft.EntityFrameworkCore;
using WxYarpGateway.Database.Records;
using WxYarpGateway.Database.Tests.Fixtures;
using WxYarpGateway.Platform.Records;
using WxYarpGateway.Platform.Records.Bodies;

namespace WxYarpGateway.Database.Tests.Records;

/// <summary>What records may rely on, whatever the database.</summary>
public abstract class RecordStoreContract(DatabaseFixture database)
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);

    private readonly string _service = $"shop-{Guid.NewGuid():N}";

    private readonly RecordStore _store = new(database.Access);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_record_comes_back_with_all_its_fields_and_its_body()
    {
        var record = NewRecord(Noon) with
        {
            AppId = "wx1",
            InfoType = "authorized",
            MsgType = "event",
            Event = "weapp_audit_success",
            MessageId = "42",
            UserHash = "0123456789abcdef",
            Attempt = 3,
            Outcome = "Replied",
            Rule = "orders",
            Backend = "crm",
            Milliseconds = 12,
            Reply = "text",
            TraceId = "0af7651916cd43dd8448eb211c80319c",
            Steps = """[{"name":"received","at_ms":0,"took_ms":0.1,"detail":"你好"}]""",
            Body = RecordBody.Pack("{\"Content\":\"你好😀\"}"u8.ToArray(), RecordBodies.Full),
        };
        await _store.WriteAsync([record], Token);

        var found = (await _store.FindAsync(_service, record.Id, Token))!;

        Assert.Equal("{\"Content\":\"你好😀\"}", Encoding.UTF8.GetString(RecordBody.Unpack(found.Body).Span));
        Assert.Equal(record with { Body = default }, found with { Body = default });
        Assert.Equal(record with { Body = default }, Assert.Single((await _store.SearchAsync(Query(), Token)).Records));
        Assert.Null(await _store.FindAsync("another", record.Id, Token));
        Assert.Null(await _store.FindAsync(_service, Guid.CreateVersion7(), Token));
    }

    [Fact]
    public async Task A_record_of_no_account_comes_back_too()
    {
        var record = NewRecord(Noon) with { AppId = "" };
        await _store.WriteAsync([record], Token);

        Assert.Equal(record, await _store.FindAsync(_service, record.Id, Token));
    }

    [Fact]
    public async Task A_text_of_any_length_comes_back()
    {
        var lengths = (int[])[1, 500, 5_000, 50_000];
        var records = lengths.Select(length => NewRecord(Noon) with { Steps = new string('步', length) }).ToList();
        await _store.WriteAsync(records, Token);

        foreach (var record in records)
        {
            Assert.Equal(record, await _store.FindAsync(_service, record.Id, Token));
        }
    }

    [Fact]
    public async Task A_record_of_a_version_without_steps_and_traces_has_none()
    {
        var record = NewRecord(Noon);
        var at = record.ReceivedAt.ToUnixTimeMilliseconds();
        await database.Access.WriteAsync(
            (db, token) => db.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO record (id, received_at, service, appid, attempt, outcome, ms)
                VALUES ({record.Id}, {at}, {_service}, 'wx1', 0, 'Replied', 0)
                """,
                token),
            Token);

        Assert.Equal(record, await _store.FindAsync(_service, record.Id, Token));
        Assert.Equal(("", ""), (record.Steps, record.TraceId));
    }

    [Fact]
    public async Task A_page_goes_on_where_the_last_one_ended_also_among_records_of_one_millisecond()
    {
        var records = Enumerable.Range(0, 500).Select(number => NewRecord(Noon.AddMilliseconds(number / 100))).ToList();
        await _store.WriteAsync(records, Token);

        var seen = new List<Guid>();
        Guid? after = null;
        do
        {
            var page = await _store.SearchAsync(Query() with { After = after, Limit = 37 }, Token);
            Assert.True(page.Records.Count is > 0 and <= 37);
            seen.AddRange(page.Records.Select(record => record.Id));
            Assert.Equal(page.Records.OrderByDescending(record => record.ReceivedAt).Select(record => record.Id),
                page.Records.Select(record => record.Id));
            after = page.Next;
        }
        while (after is not null);

        Assert.Equal(500, seen.Distinct().Count());
        Assert.Equal(500, seen.Count);
    }

    [Fact]
    public async Task Each_filter_leaves_what_it_names()
    {
        await _store.WriteAsync(
            [
                NewRecord(Noon) with { AppId = "wx1", MsgType = "text", Rule = "orders" },
                NewRecord(Noon) with { AppId = "wx2", MsgType = "event", Event = "CLICK" },
                NewRecord(Noon) with { AppId = "wx2", InfoType = "authorized", Outcome = "Failed" },
                NewRecord(Noon.AddHours(-2)) with { AppId = "wx2", MsgType = "event", Event = "click" },
            ],
            Token);

        Assert.Equal(3, await CountAsync(Query() with { AppId = "wx2" }));
        Assert.Equal(1, await CountAsync(Query() with { MsgType = "event", Event = "CLICK" }));
        Assert.Equal(1, await CountAsync(Query() with { InfoType = "authorized" }));
        Assert.Equal(1, await CountAsync(Query() with { Outcome = "Failed" }));
        Assert.Equal(1, await CountAsync(Query() with { Rule = "orders" }));
        Assert.Equal(0, await CountAsync(Query() with { Rule = "order" }));
        Assert.Equal(1, await CountAsync(Query() with { To = Noon.AddHours(-1) }));
        Assert.Equal(3, await CountAsync(Query() with { From = Noon }));
        Assert.Equal(0, await CountAsync(new RecordQuery("another") { From = Noon.AddDays(-1), To = Noon.AddDays(1) }));
    }

    [Fact]
    public async Task Old_records_are_deleted_and_newer_ones_stay()
    {
        var old = Noon.AddYears(-5);
        await _store.WriteAsync([.. Enumerable.Range(0, 400).Select(number => NewRecord(old.AddMilliseconds(number)))], Token);

        var deleted = await _store.DeleteBeforeAsync(old.AddMilliseconds(300), Token);

        Assert.True(deleted >= 300);
        Assert.Equal(100, await CountAsync(Query() with { From = old.AddDays(-1), To = old.AddDays(1), Limit = 200 }));
    }

    [Fact]
    public async Task A_body_is_not_to_be_read_in_the_table()
    {
        var record = NewRecord(Noon) with { Body = "a body that nobody may read"u8.ToArray() };
        await _store.WriteAsync([record], Token);

        var stored = await database.Access.ReadAsync((db, token)
            => Task.FromResult(db.Records.Single(row => row.Id == record.Id).Body), Token);

        Assert.DoesNotContain("nobody may read", Encoding.Latin1.GetString(stored!), StringComparison.Ordinal);
    }

    private RecordQuery Query() => new(_service) { From = Noon.AddDays(-1), To = Noon.AddDays(1), Limit = 100 };

    private StoredRecord NewRecord(DateTimeOffset receivedAt) => new()
    {
        Id = Guid.CreateVersion7(receivedAt),
        ReceivedAt = receivedAt,
        Service = _service,
        AppId = "wx1",
        Outcome = "Replied",
    };

    private async Task<int> CountAsync(RecordQuery query) => (await _store.SearchAsync(query, Token)).Records.Count;
}
