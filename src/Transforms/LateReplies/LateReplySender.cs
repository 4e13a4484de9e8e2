using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.KeptReplies;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Follows messages past their deadline, delivers their replies by the customer-service API, and keeps the host from stopping before.</summary>
internal sealed partial class LateReplySender : ILateReplies, IHostedService, IDisposable
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    // The response to a push leaves within WeChat's five seconds, or never.
    private static readonly TimeSpan LongestResponse = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ReplyDelivery _delivery;
    private readonly LateWays _ways;
    private readonly ReplyKeeper _keeper;
    private readonly TypingIndicator _typing;
    private readonly PushMetrics _metrics;
    private readonly Counter<long> _results;
    private readonly TimeProvider _clock;
    private readonly ILogger<LateReplySender> _logger;
    private readonly Dictionary<string, int> _followingOf = new(StringComparer.OrdinalIgnoreCase);
    private int _following;
    private bool _isDraining;

    public LateReplySender(
        ReplyDelivery delivery, LateWays ways, ReplyKeeper keeper, TypingIndicator typing, PushMetrics metrics, TimeProvider clock, ILogger<LateReplySender> logger)
    {
        _delivery = delivery;
        _ways = ways;
        _keeper = keeper;
        _typing = typing;
        _metrics = metrics;
        _results = metrics.LateReplySender;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>Gets the number of messages whose late replies are still to come.</summary>
    public int Following
    {
        get
        {
            lock (_gate)
            {
                return _following;
            }
        }
    }

    /// <summary>Returns the number of a service's messages whose late replies are still to come.</summary>
    public int FollowingOf(string service)
    {
        lock (_gate)
        {
            return _followingOf.GetValueOrDefault(service);
        }
    }

    /// <inheritdoc/>
    public void Follow(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp)
    {
        lock (_gate)
        {
            Count(message, 1);
        }

        _ = FollowAsync(message, work, giveUp);
    }

    /// <inheritdoc/>
    public async Task SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken)
    {
        var result = DeliveryResult.Lost;
        var span = message.StartSpan(PushSpans.LateReply);
        try
        {
            result = await DeliverAsync(message, reply, cancellationToken);
        }
        catch (Exception exception)
        {
            // As above: told by the log and the counter.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        Tell(message, span, result);
    }

    /// <inheritdoc/>
    public void SendAfter(MessageContext message, PassiveForm form, Task before)
    {
        if (form.IsCut)
        {
            _metrics.Cut(message.Service.Name);
        }

        if (form.Later.Count > 0)
        {
            lock (_gate)
            {
                Count(message, 1);
            }

            _ = SendAfterAsync(message, form, before);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for the late replies that are still to come, as long as the host lets it, then gives the rest up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _isDraining = true;
            if (_following == 0)
            {
                return;
            }

            Log.Draining(_logger, _following);
        }

        await _drained.Task.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();

        // What is given up is to be told before the process is gone.
        await _drained.Task.WaitAsync(DrainTimeout, _clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp)
    {
        var result = DeliveryResult.Lost;
        Activity? span = null;
        try
        {
            // The timer is awaited: should it fire just then, what it cancels is not disposed of before.
            using (giveUp)
            using (_stopping.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), giveUp))
            await using (_clock.CreateTimer(static state => ((CancellationTokenSource)state!).Cancel(), giveUp, BackendTimeout.Longest, Timeout.InfiniteTimeSpan))
            {
                // Only the delivery that the backend has is waited for by the user.
                var typing = MessageKeeping.HasAcquired(message) && _ways.Of(message.Service) == LateWay.CustomerService ? _typing.ShowAsync(message, work) : Task.CompletedTask;
                var reply = await work;
                await typing;

                // Only now: the span covers the delivery. It belongs to the push's trace, whose other spans have ended by then.
                span = message.StartSpan(PushSpans.LateReply);
                result = giveUp.IsCancellationRequested ? GiveUp(message) : await DeliverAsync(message, reply, giveUp.Token);
            }
        }
        catch (Exception exception)
        {
            // Nobody awaits this: what goes wrong here is told by the log and the counter.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        Tell(message, span, result);
        EndFollowing(message);
    }

    private async Task SendAfterAsync(MessageContext message, PassiveForm form, Task before)
    {
        var result = DeliveryResult.Lost;
        var span = message.StartSpan(PushSpans.LateReply);
        try
        {
            if (form.Rest != RestOfReply.NextMessage)
            {
                await before.WaitAsync(LongestResponse, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            result = await _delivery.SendRestAsync(message, form, _stopping.Token);
        }
        catch (Exception exception)
        {
            // As above: told by the log and the counter.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        EndSpan(span, result);
        _metrics.Followed(message.Service.Name, result);
        EndFollowing(message);
    }

    private void EndFollowing(MessageContext message)
    {
        lock (_gate)
        {
            Count(message, -1);
            if (_following == 0 && _isDraining)
            {
                _drained.TrySetResult();
            }
        }
    }

    private void Count(MessageContext message, int change)
    {
        _following += change;
        var following = _followingOf.GetValueOrDefault(message.Service.Name) + change;
        if (following > 0)
        {
            _followingOf[message.Service.Name] = following;
        }
        else
        {
            // Services come and go.
            _followingOf.Remove(message.Service.Name);
        }
    }

    /// <summary>Ends the span of a delivery and counts it.</summary>
    private void Tell(MessageContext message, Activity? span, string result)
    {
        EndSpan(span, result);
        _results.Add(1, new("service", message.Service.Name), new("result", result));
    }

    private static void EndSpan(Activity? span, string result)
    {
        using (span)
        {
            span?.SetTag(PushSpans.Result, result);
            if (result == DeliveryResult.Lost)
            {
                span.Fail(result);
            }
        }
    }

    private string GiveUp(MessageContext message)
    {
        if (MessageKeeping.Of(message).IsKept)
        {
            // The reply comes when the message is delivered again.
            return DeliveryResult.Nothing;
        }

        Log.GivenUp(_logger, message.Service.Name, message.Id);
        return DeliveryResult.Lost;
    }

    private async Task<string> DeliverAsync(MessageContext message, Reply reply, CancellationToken cancellationToken)
    {
        var isNothing = reply is UnansweredReply or RetryReply || PassiveForm.SaysNothing(reply);
        if (!message.IsHandedOver && !isNothing)
        {
            return await _delivery.SendAsync(message, reply, cancellationToken);
        }

        if (_ways.Of(message.Service) == LateWay.NextMessage && MessageKeeping.HasAcquired(message))
        {
            // A user who asks for the answer waits no longer.
            await _keeper.ForgetAsync(message);
        }

        return message.IsHandedOver ? DeliveryResult.HandedOver : DeliveryResult.Nothing;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Stopping once '{Count}' late replies are delivered.", EventName = "Draining")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(2, LogLevel.Error, "The late reply to message '{MessageId}' of service '{Service}' is lost to an exception.", EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service, string messageId);

        [LoggerMessage(3, LogLevel.Error, "The late reply to message '{MessageId}' of service '{Service}' is lost: the backend has not answered, and is waited for no longer.", EventName = "GivenUp")]
        public static partial void GivenUp(ILogger logger, string service, string messageId);
    }
}
