using System.Globalization;
using Microsoft.Extensions.Hosting;
using WxYarpGateway.Platform.Records.Bodies;
using WxYarpGateway.TokenService.Store;

namespace WxYarpGateway.Platform.Records.Live;

/// <summary>Carries records between replicas for those who watch, over the store's channel.</summary>
/// <remarks>
/// Texts are <c>ask {sender}</c>, <c>lost {sender} {records}</c> and <c>record {sender} {JSON}</c>. While nobody watches, none is sent.
/// </remarks>
internal sealed class TailNews(RecordTail tail, IStoreNews news, TimeProvider clock) : BackgroundService
{
    private const string Topic = "records-live";

    /// <summary>How often a replica on which somebody watches says so.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly string _sender = Guid.NewGuid().ToString("N");

    private IDisposable? _subscription;

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = news.Subscribe(Topic, Hear);
        tail.Sent += Send;
        tail.Began += Ask;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _subscription?.Dispose();
        tail.Sent -= Send;
        tail.Began -= Ask;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (tail.HasListeners && !stoppingToken.IsCancellationRequested)
            {
                Ask();
            }
        }
    }

    private void Ask() => _ = SayAsync("ask", "");

    private void Send(IReadOnlyList<StoredRecord> records, int more) => _ = SendAsync(records, more);

    private async Task SendAsync(IReadOnlyList<StoredRecord> records, int more)
    {
        foreach (var record in records)
        {
            if (!await SayAsync("record", System.Text.Encoding.UTF8.GetString(RecordJson.Write(record))))
            {
                // The store is away. Whoever watches there sees that replica's own records.
                return;
            }
        }

        if (more > 0)
        {
            await SayAsync("lost", more.ToString(CultureInfo.InvariantCulture));
        }
    }

    private async Task<bool> SayAsync(string word, string text)
        => await news.PublishAsync(Topic, $"{word} {_sender} {text}", CancellationToken.None);

    private void Hear(string text)
    {
        if (text.Split(' ', 3) is not [var word, var sender, var rest] || sender == _sender)
        {
            return;
        }

        switch (word)
        {
            case "ask":
                tail.Ask();
                break;
            case "record" when tail.HasListeners && RecordJson.Read(rest) is { } record:
                tail.ShowHere([record]);
                break;
            case "lost" when tail.HasListeners && int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out var lost):
                tail.LoseHere(lost);
                break;
        }
    }
}
