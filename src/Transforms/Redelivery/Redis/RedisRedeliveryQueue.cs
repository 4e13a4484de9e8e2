using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.Transforms.Redelivery.Queue;

namespace WxYarpGateway.Transforms.Redelivery.Redis;

/// <summary>The queue that replicas share, in Redis.</summary>
internal sealed class RedisRedeliveryQueue(RedisAccess redis) : IRedeliveryQueue
{
    private const string Prefix = "v1:redelivery:";
    private const string Services = Prefix + "services";
    private const int ServicesAtATime = 256;
    private const int LettersAtATime = 200;

    // Made at each use, so that a gateway without Redis does not load the client: this type is known to the container.
    private static RedisValue Memory => Milliseconds(RedeliveryTimes.Memory);

    private static RedisValue Dead => Milliseconds(RedeliveryTimes.Dead);

    /// <inheritdoc/>
    public async ValueTask<KeepResult> KeepAsync(KeepOrder order, CancellationToken cancellationToken)
    {
        var message = order.Message;
        var mark = Guid.NewGuid().ToString("N");
        RedisValue[] values =
        [
            message.Id, message.Service, message.WriteHead(), message.Body.ToArray(), message.Attempts, message.Failure,
            order.Owner, order.IsLeased ? 1 : 0,
            Milliseconds(order.IsLeased ? RedeliveryTimes.Lease : order.Delay), order.MaxMessages, Milliseconds(order.MaxAge), mark,
        ];

        // When Redis is frozen, the caller keeps the message elsewhere: it must not be in two places.
        return ResultOf(await redis.AskAsync(
            Call(RedeliveryScripts.Keep, values), Call(RedeliveryScripts.Undo, [message.Id, mark]), cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<QueueTurn> TakeAsync(string owner, int most, CancellationToken cancellationToken)
    {
        var result = (RedisResult[])(await AskAsync(
            RedeliveryScripts.Take, [owner, most, Milliseconds(RedeliveryTimes.Lease), Memory, Dead, ServicesAtATime], cancellationToken))!;
        var taken = new List<TakenMessage>();
        foreach (var fields in Rows(result[0]))
        {
            if (MessageOf(fields, 0, 2) is { } message)
            {
                taken.Add(new TakenMessage(
                    message with { Body = (byte[])fields[3]!, Attempts = (int)fields[4], Failure = (string)fields[6]! }, (int)fields[5]));
            }
        }

        var dead = Rows(result[1]).Select(fields => MessageOf(fields, 0, 2) is { } message
            ? message with { Attempts = (int)fields[3], Failure = (string)fields[4]! }
            : null);
        return new QueueTurn(taken, [.. dead.OfType<KeptMessage>()]);
    }

    /// <inheritdoc/>
    public async ValueTask<QueueReport> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancellationToken)
        => ReportOf(await AskAsync(RedeliveryScripts.Find, [.. ids.Select(id => (RedisValue)id)], cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<QueueReport> RenewAsync(IReadOnlyList<(string Id, string Owner)> leases, CancellationToken cancellationToken)
    {
        RedisValue[] values = [
            Milliseconds(RedeliveryTimes.Lease), .. leases.SelectMany(lease => new RedisValue[] { lease.Id, lease.Owner })];
        return ReportOf(await AskAsync(RedeliveryScripts.Renew, values, cancellationToken));
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DoneAsync(string id, bool isRedelivery, CancellationToken cancellationToken)
        => (long)await AskAsync(RedeliveryScripts.Done, [id, isRedelivery ? 1 : 0, Memory, RedeliveryTimes.Widest], cancellationToken) == 1;

    /// <inheritdoc/>
    public async ValueTask<bool> TryRemoveAsync(string id, CancellationToken cancellationToken)
        => (long)await AskAsync(RedeliveryScripts.TryRemove, [id], cancellationToken) == 1;

    /// <inheritdoc/>
    public async ValueTask<KeepResult> GiveBackAsync(
        string id, string owner, int attempts, string? failure, TimeSpan delay, CancellationToken cancellationToken)
        => ResultOf(await AskAsync(
            RedeliveryScripts.GiveBack,
            [
                id, owner, attempts, failure ?? "", Milliseconds(delay), failure is null ? 0 : 1,
                Milliseconds(RedeliveryTimes.FirstRest), Milliseconds(RedeliveryTimes.LongestRest), Memory, Dead,
            ],
            cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<QueueCount>> CountAsync(string? service, CancellationToken cancellationToken)
        =>
        [
            .. Rows(await AskAsync(RedeliveryScripts.Count, [service ?? "", Dead], cancellationToken)).Select(fields => new QueueCount(
                (string)fields[0]!,
                (long)fields[1],
                (long)fields[2],
                (long)fields[3],
                (long)fields[4] is >= 0 and var age ? TimeSpan.FromMilliseconds(age) : null)),
        ];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<DeadLetter>> ListDeadAsync(string service, int most, CancellationToken cancellationToken)
        =>
        [
            .. from fields in Rows(await AskAsync(RedeliveryScripts.ListDead, [service, most], cancellationToken))
               let message = KeptMessage.Read((string)fields[1]!, service, (string)fields[2]!)
               where message is not null
               select new DeadLetter((string)fields[0]!, message with { Attempts = (int)fields[3], Failure = (string)fields[4]! }),
        ];

    /// <inheritdoc/>
    public async ValueTask<int> RequeueAsync(
        string service, string? id, TimeSpan maxAge, int maxMessages, CancellationToken cancellationToken)
    {
        if (id is not null && !IsPlace(id))
        {
            return 0;
        }

        var number = 0;
        while (true)
        {
            var moved = (int)await AskAsync(
                RedeliveryScripts.Requeue, [service, id ?? "", maxMessages, Milliseconds(maxAge), LettersAtATime], cancellationToken);
            number += moved;
            if (id is not null || moved < LettersAtATime)
            {
                return number;
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteDeadAsync(string service, string id, CancellationToken cancellationToken)
        => IsPlace(id) && (long)await AskAsync(RedeliveryScripts.DeleteDead, [service, id], cancellationToken) == 1;

    private static KeptMessage? MessageOf(RedisResult[] fields, int id, int head)
        => KeptMessage.Read((string)fields[id]!, (string)fields[id + 1]!, (string)fields[head]!);

    private static IEnumerable<RedisResult[]> Rows(RedisResult result) => ((RedisResult[])result!).Select(row => (RedisResult[])row!);

    /// <summary>Returns whether an id is that of one entry of a stream. Redis takes half an id for a range.</summary>
    private static bool IsPlace(string id)
        => id.Split('-') is [var moment, var number] && IsNumber(moment) && IsNumber(number);

    private static bool IsNumber(string text) => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    private static QueueReport ReportOf(RedisResult result)
        => new((string[])((RedisResult[])result!)[0]!, (string[])((RedisResult[])result!)[1]!);

    private static KeepResult ResultOf(RedisResult result) => (long)result switch
    {
        0 => KeepResult.Full,
        1 => KeepResult.Kept,
        2 => KeepResult.NotYours,
        3 => KeepResult.Unknown,
        _ => KeepResult.Dead,
    };

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private ValueTask<RedisResult> AskAsync(string script, RedisValue[] values, CancellationToken cancellationToken)
        => redis.AskAsync(Call(script, values), cancellationToken);

    // The scripts make up the other keys; they have the same hash tag, so a cluster finds all of them by this one.
    private RedisCall Call(string script, RedisValue[] values) => new(script, [redis.Key(Services)], [redis.Key(Prefix), .. values]);
}
