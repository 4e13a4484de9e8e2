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
using WxYarpGateway.Transforms.Replies;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Sends replies that come after WeChat was answered, and parts that follow an answer. Shutdown waits for both.</summary>
internal sealed partial class LateReplySender : IHostedService, IDisposable
{
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromMilliseconds(500);

    // A response leaves within WeChat's five seconds, or never.
    private static readonly TimeSpan LongestResponse = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ReplyDelivery _delivery;
    private readonly LateWays _ways;
    private readonly ReplyKeeper _keeper;
    private readonly TypingIndicator _typing;
    private readonly PushMetrics _metrics;
    private readonly Counter<long> _results;
    private readonly TimeProvider _clock;
    private readonly ILogger<LateReplySender> _logger;

    public LateReplySender(
        ReplyDelivery delivery,
        LateWays ways,
        ReplyKeeper keeper,
        TypingIndicator typing,
        PushMetrics metrics,
        TimeProvider clock,
        ILogger<LateReplySender> logger)
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

    /// <summary>Gets the numbers of messages with a late reply pending.</summary>
    public PendingReplies Pending { get; } = new();

    /// <summary>Takes over a message that WeChat was already answered for: awaits its reply and sends it.</summary>
    /// <param name="message">The message.</param>
    /// <param name="work">The work that ends with the reply.</param>
    /// <param name="giveUp">Cancels that work. This method's caller no longer owns it.</param>
    public void Follow(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp)
    {
        message.Test?.Skip(_ways.Of(message.Service) switch
        {
            _ when OpenPush.IsRetriedAfter(message)
                => "The push was left unanswered. WeChat's retry of it would have got the reply.",
            LateWay.CustomerService => "The reply that is still to come would have been sent as a customer-service message.",
            LateWay.NextMessage => "The reply that is still to come would have been kept for the user's next message.",
            _ => "The reply that is still to come would have been dropped, as Reply:WhenLate says.",
        });
        Pending.Begin(message.Service.ShownName);
        _ = FollowAsync(message, work, giveUp);
    }

    /// <summary>Sends the reply to a message by the service's late way, then counts the result. Does not throw.</summary>
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
            // The caller cannot act on it, so the log and the counter report it.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        End(message, span, result);
    }

    /// <summary>Sends the parts that follow the passive part of a reply, in order. Returns at once and does not throw.</summary>
    /// <param name="message">The message.</param>
    /// <param name="form">The reply in its parts.</param>
    /// <param name="before">What must end before anything is sent; some seconds at most.</param>
    public void SendAfter(MessageContext message, PassiveForm form, Task before)
    {
        if (form.IsCut)
        {
            _metrics.Cut(message.Service.ShownName);
        }

        if (form.Later.Count > 0)
        {
            message.Test?.Skip(form.Rest == RestOfReply.NextMessage
                ? "The rest of the reply would have been kept for the user's next message."
                : $"The rest of the reply would have been sent as customer-service messages: {form.Later.Count}.");
            Pending.Begin(message.Service.ShownName);
            _ = SendAfterAsync(message, form, before);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits for pending late replies until the host's shutdown timeout, then cancels the rest.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var drained = Pending.BeginDrainAsync();
        if (drained.IsCompleted)
        {
            return;
        }

        Log.Draining(_logger, Pending.Count);
        await drained.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stopping.CancelAsync();

        // Cancelled messages still log their loss before the process ends.
        await drained.WaitAsync(DrainTimeout, _clock, CancellationToken.None).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task FollowAsync(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp)
    {
        var result = DeliveryResult.Lost;
        Activity? span = null;
        try
        {
            // The timer's disposal is awaited: a callback that is running must not meet a disposed source.
            using (giveUp)
            using (_stopping.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), giveUp))
            await using (_clock.CreateTimer(
                static state => ((CancellationTokenSource)state!).Cancel(), giveUp, BackendTimeout.Longest, Timeout.InfiniteTimeSpan))
            {
                // A retry must not show the indicator a second time.
                var typing = !message.IsTest && MessageKeeping.HasAcquired(message) && _ways.Of(message.Service) == LateWay.CustomerService
                    ? _typing.ShowAsync(message, work)
                    : Task.CompletedTask;
                var reply = await work;
                await typing;

                // The span covers the sending only. It joins the push's trace, whose other spans have ended.
                span = message.StartSpan(PushSpans.LateReply);
                result = giveUp.IsCancellationRequested ? GiveUp(message) : await DeliverAsync(message, reply, giveUp.Token);
            }
        }
        catch (Exception exception)
        {
            // Nothing awaits this task, so the log and the counter report it.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        End(message, span, result);
        Pending.End(message.Service.ShownName);
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
            // The log and the counter report it, as above.
            Log.Broken(_logger, exception, message.Service.Name, message.Id);
        }

        EndSpan(span, result);
        _metrics.Followed(message.Service.ShownName, result);
        Pending.End(message.Service.ShownName);
    }

    /// <summary>Ends the span of a late reply and counts it.</summary>
    private void End(MessageContext message, Activity? span, string result)
    {
        EndSpan(span, result);
        _results.Add(1, new("service", message.Service.ShownName), new("result", result));
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
            // The redelivery brings the reply.
            return DeliveryResult.Nothing;
        }

        Log.GivenUp(_logger, message.Service.Name, message.Id);
        return DeliveryResult.Lost;
    }

    private async Task<string> DeliverAsync(MessageContext message, Reply reply, CancellationToken cancellationToken)
    {
        var isNothing = reply is UnansweredReply or RetryReply or { IsEmpty: true };
        if (!message.IsHandedOver && !isNothing)
        {
            return await _delivery.SendAsync(message, reply, cancellationToken);
        }

        if (_ways.Of(message.Service) == LateWay.NextMessage && MessageKeeping.HasAcquired(message))
        {
            // No answer will come: a user who asks for it is not told to wait.
            await _keeper.ForgetAsync(message);
        }

        return message.IsHandedOver ? DeliveryResult.HandedOver : DeliveryResult.Nothing;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Shutdown requested. Waiting for '{Count}' pending late replies.", EventName = "Draining")]
        public static partial void Draining(ILogger logger, int count);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The late reply to message '{MessageId}' of service '{Service}' is lost: sending it threw an exception.",
            EventName = "Broken")]
        public static partial void Broken(ILogger logger, Exception exception, string service, string messageId);

        [LoggerMessage(
            3,
            LogLevel.Error,
            "The late reply to message '{MessageId}' of service '{Service}' is lost: the backend did not answer before the timeout.",
            EventName = "GivenUp")]
        public static partial void GivenUp(ILogger logger, string service, string messageId);
    }
}
