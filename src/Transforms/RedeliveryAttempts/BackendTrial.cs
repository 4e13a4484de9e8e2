using System.Text.Json;
using WxYarpGateway.Transforms.Exchange;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Transforms.RedeliveryAttempts;

/// <summary>
/// Sends single messages to backends for an operator, marked as such. They are neither counted nor kept, and nobody replies.
/// </summary>
public sealed class BackendTrial
{
    private readonly BackendPipeline _backends;
    private readonly TimeProvider _clock;

    internal BackendTrial(BackendPipeline backends, TimeProvider clock)
    {
        _backends = backends;
        _clock = clock;
    }

    /// <summary>Sends a message once, as a push would.</summary>
    /// <param name="trial">The message.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="JsonException">The message is not a JSON object.</exception>
    public async Task<TrialAnswer> SendAsync(TrialMessage trial, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(trial);
        var startedAt = _clock.GetTimestamp();
        if (!_backends.IsReady || _backends.Open(trial.Service, route: "") is not { } exchange)
        {
            return Failed("no route leads to it");
        }

        await using (exchange)
        {
            if (!_backends.TryAim(exchange, trial.Target))
            {
                return Failed("it is not configured");
            }

            if (exchange.HasNoBackend)
            {
                return Failed("the service has no backend");
            }

            using var late = new CancellationTokenSource(trial.Timeout, _clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            var body = exchange.Prepare(MessageOf(trial), attempt: 1, either.Token);
            exchange.Context.Request.Headers[ServiceHeaders.Prefix + trial.Mark] = "1";
            await _backends.ForwardAsync(exchange.Context);
            cancellationToken.ThrowIfCancellationRequested();
            var error = exchange.Context.Features.Get<IForwarderErrorFeature>()?.Error;
            return body.IsTooLarge || (error is null && !exchange.IsAborted)
                ? new TrialAnswer(
                    body.IsTooLarge ? body.TooLargeStatus : exchange.Context.Response.StatusCode,
                    body.Written,
                    body.IsTooLarge,
                    "",
                    _clock.GetElapsedTime(startedAt))
                : Failed(late.IsCancellationRequested
                    ? $"it did not answer within {trial.Timeout.TotalSeconds:0.###} seconds"
                    : error == ForwarderError.Request ? "it could not be reached" : $"the call broke off ({error})");
        }

        TrialAnswer Failed(string failure) => new(0, default, IsCut: false, failure, _clock.GetElapsedTime(startedAt));
    }

    private MessageContext MessageOf(TrialMessage trial)
    {
        var message = new MessageContext(trial.Service, new PushQuery(), trial.Json, _clock.GetTimestamp())
        {
            Target = trial.Target,
            TraceParent = PushTrace.Begin().Parent,
        };
        message.Head = new MessageHead
        {
            ToUserName = Text("ToUserName"),
            FromUserName = Text("FromUserName"),
            MsgType = Text("MsgType"),
            Event = Text("Event"),
            MsgId = Text("MsgId"),
        };
        message.Id = message.Head.MsgId.Length > 0 ? message.Head.MsgId : trial.Mark.ToLowerInvariant();
        return message;

        string Text(string name) => message.GetString(name) ?? "";
    }
}
