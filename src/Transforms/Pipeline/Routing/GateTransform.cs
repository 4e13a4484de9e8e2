using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Pipeline.Routing;

/// <summary>Lets the host's gates look at the message.</summary>
internal sealed class GateTransform(IEnumerable<IMessageGate> gates) : TwoWayTransform
{
    private readonly IMessageGate[] _gates = [.. gates];

    /// <inheritdoc/>
    public override ValueTask<Reply?> ReceiveAsync(MessageContext message, MessageDelegate next, CancellationToken cancellationToken)
    {
        for (var index = 0; index < _gates.Length; index++)
        {
            var answer = _gates[index].EnterAsync(message, cancellationToken);
            if (!answer.IsCompletedSuccessfully)
            {
                return AwaitAsync(answer, index, message, cancellationToken);
            }

            if (answer.Result is { } reply)
            {
                return new ValueTask<Reply?>(reply);
            }
        }

        return default;
    }

    private async ValueTask<Reply?> AwaitAsync(
        ValueTask<Reply?> answer, int index, MessageContext message, CancellationToken cancellationToken)
    {
        var reply = await answer;
        while (reply is null && ++index < _gates.Length)
        {
            reply = await _gates[index].EnterAsync(message, cancellationToken);
        }

        return reply;
    }
}
