using WxYarpGateway.Chaos.Books;
using WxYarpGateway.Chaos.Platforms;
using WxYarpGateway.Chaos.Stage;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Chaos.Traffic;

/// <summary>WeChat's users at work: so many messages a second, whether they are answered or not, each delivered as WeChat does.</summary>
internal sealed class WeChatTraffic(ChaosStage stage, Journal journal, ChaosOptions options) : IDisposable
{
    private const int MostUnderWay = 600;

    // WeChat: the first delivery, and three more while nobody answers.
    private const int MostDeliveries = 4;

    // A load balancer passes over replicas that refuse the connection; after so many, there is none.
    private const int MostConnections = 12;

    private readonly SemaphoreSlim _places = new(MostUnderWay);
    private volatile bool _isOver;

    public int UnderWay => MostUnderWay - _places.CurrentCount;

    public int Started { get; private set; }

    /// <summary>Sends messages until told to stop, then waits for the last answers.</summary>
    public async Task RunAsync()
    {
        var random = new Random(options.Seed);
        var began = TimeProvider.System.GetTimestamp();
        while (!_isOver)
        {
            var due = (int)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * options.MessagesPerSecond);
            for (; Started < due; Started++)
            {
                await _places.WaitAsync();
                _ = DeliverAsync(Started + 1, new Random(random.Next()));
            }

            await Task.Delay(10);
        }

        for (var place = 0; place < MostUnderWay; place++)
        {
            await _places.WaitAsync();
        }

        _places.Release(MostUnderWay);
    }

    public void Stop() => _isOver = true;

    public void Dispose() => _places.Dispose();

    private async Task DeliverAsync(int number, Random random)
    {
        try
        {
            // Off the loop that keeps the pace.
            await Task.Yield();
            var account = random.Next(3) switch
            {
                0 => ChaosStage.Plain,
                1 => ChaosStage.Safe,
                _ => ChaosPlatform.Steady[random.Next(ChaosPlatform.Steady.Count)],
            };
            var isText = random.Next(5) > 0;
            var message = isText
                ? PushedMessage.Text(MessageText.Of(number)) with { MsgId = (1L << 62) + number }
                : PushedMessage.Event("CLICK", MessageText.Of(number));
            message = message.From(
                MessageText.OpenIdOf(random.Next(ChaosStage.Users))) with
            { CreatedAt = TimeProvider.System.GetUtcNow() };
            var story = journal.Open(number, account, isText, message.MsgId?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await DeliverAsync(story, message, random);

            // Now and then WeChat's answer gets lost on its way, and WeChat delivers again what was answered.
            if (random.Next(10) == 0)
            {
                await Task.Delay(random.Next(3_000));
                await DeliverAsync(story, message, random);
            }

            story.IsOver = true;
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task DeliverAsync(Story story, PushedMessage message, Random random)
    {
        var replica = random.Next(ChaosStage.Replicas);
        var deliveries = 1;
        for (var connections = 1; ; connections++)
        {
            var isThroughNginx = random.Next(2) == 0;
            var isImpatient = random.Next(25) == 0;
            var push = await DeliverOnceAsync(
                story, message, isThroughNginx, replica, isImpatient ? TimeSpan.FromMilliseconds(random.Next(20, 3_000)) : null);
            story.Pushes.Enqueue(push);
            journal.Pushes.Enqueue(push);
            replica = (replica + 1) % ChaosStage.Replicas;
            deliveries += push.Outcome == DeliveryOutcome.TimedOut ? 1 : 0;
            if (push.Outcome is not (DeliveryOutcome.TimedOut or DeliveryOutcome.Unreachable) || deliveries > MostDeliveries
                || connections >= MostConnections)
            {
                return;
            }
        }
    }

    private async Task<Push> DeliverOnceAsync(Story story, PushedMessage message, bool isThroughNginx, int replica, TimeSpan? hangsUpAfter)
    {
        var door = isThroughNginx ? stage.NginxAddress : stage.Replica(replica).Address;
        var how = new PushOptions
        {
            Url = new Uri(door, ChaosStage.PathOf(story.Account)),
            MaxDeliveries = 1,
            Platform = ChaosStage.IsAuthorizer(story.Account) ? ChaosPlatform.AppId : null,
        };
        how = hangsUpAfter is { } timeout ? how with { Timeout = timeout } : how;
        var began = journal.Now;
        var last = (await stage.WeChat.PushAsync(story.Account, message, how, CancellationToken.None)).Last;
        var reply = last.Reply?["Content"];
        return new Push
        {
            Began = began,
            Ended = began + last.Elapsed,
            IsThroughNginx = isThroughNginx,
            Replicas = isThroughNginx ? stage.ReplicasIn(last.Headers.GetValueOrDefault(ChaosStage.UpstreamHeader)) : [replica + 1],
            Outcome = last.Outcome,
            IsImpatient = hangsUpAfter is not null,
            HasReply = reply == MessageText.ReplyTo(story.Number),
            HasForeignReply = reply is not null && reply != MessageText.ReplyTo(story.Number),
            Status = last.Status,
            Problem = last.Problem,
        };
    }
}
