using System.Diagnostics;
using System.Text;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Pushes.Replies;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>Delivers a push, and retries it as WeChat does.</summary>
internal sealed class PushSender(HttpClient http, TimeProvider clock)
{
    public async Task<PushResult> SendAsync(
        PushIdentity identity,
        Uri url,
        RenderedMessage message,
        PushOptions options,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxDeliveries, 1, nameof(options));
        var push = SealedPush.Create(identity, message, options, clock.GetUtcNow());
        var deliveries = new List<Delivery>();
        do
        {
            if (options.SignsEachDelivery && deliveries.Count > 0)
            {
                push = SealedPush.Create(identity, message, options, clock.GetUtcNow());
            }

            var target = UrlOf(deliveries.Count, url, options);
            deliveries.Add(await DeliverAsync(push, target, new ReplyReader(identity, message), options, cancellationToken));
        }
        while (ComesAgain(deliveries[^1], message, options) && deliveries.Count < options.MaxDeliveries);

        return new PushResult(message.Text, deliveries) { WantsObject = message.WantsObject };
    }

    private static Uri UrlOf(int earlier, Uri otherwise, PushOptions options) => options.UrlOfEachDelivery switch
    {
        [] => otherwise,
        var urls => urls[options.TakesUrlsInTurn ? earlier % urls.Count : Math.Min(earlier, urls.Count - 1)],
    };

    // Documented: WeChat retries when no answer comes. After a malformed answer it shows the user an error instead of retrying.
    // An event that needs a result object has no user to show an error to, so WeChat retries until the object comes.
    private static bool ComesAgain(Delivery delivery, RenderedMessage message, PushOptions options) =>
        delivery.Outcome is DeliveryOutcome.TimedOut or DeliveryOutcome.Unreachable
        || (message.WantsObject && delivery.Outcome != DeliveryOutcome.Answered)
        || (options.RepeatsRefusedObjects && delivery.Reply?.ResultCode is not (null or 0));

    private async Task<Delivery> DeliverAsync(
        SealedPush push,
        Uri url,
        ReplyReader replies,
        PushOptions options,
        CancellationToken cancellationToken)
    {
        using var request = push.ToRequest(url, options.Headers);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(options.Timeout);
        var started = Stopwatch.GetTimestamp();
        var delivery = new Delivery
        {
            Url = request.RequestUri!,
            SentBody = push.Body,
            Outcome = DeliveryOutcome.TimedOut,
            Elapsed = TimeSpan.Zero,
        };
        try
        {
            using var response = await http.SendAsync(request, timeout.Token);
            var body = await response.Content.ReadAsByteArrayAsync(timeout.Token);
            delivery = Judge(delivery, response, body, replies);
        }
        catch (HttpRequestException exception)
        {
            delivery = delivery with { Outcome = DeliveryOutcome.Unreachable, Problem = DeliveryProblem.OfConnection(url, exception) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            delivery = delivery with { Problem = DeliveryProblem.OfTimeout(options.Timeout) };
        }

        return delivery with { Elapsed = Stopwatch.GetElapsedTime(started) };
    }

    private static Delivery Judge(Delivery delivery, HttpResponseMessage response, byte[] body, ReplyReader replies)
    {
        var status = (int)response.StatusCode;
        delivery = delivery with
        {
            Status = status,
            Headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase),
            Body = Encoding.UTF8.GetString(body),
        };
        if (status != 200)
        {
            return delivery with { Outcome = DeliveryOutcome.Refused, Problem = DeliveryProblem.OfStatus(status) };
        }

        try
        {
            return delivery with { Outcome = DeliveryOutcome.Answered, Reply = replies.Read(body) };
        }
        catch (MalformedReplyException exception)
        {
            return delivery with { Outcome = DeliveryOutcome.Malformed, Problem = exception.Message };
        }
    }
}
