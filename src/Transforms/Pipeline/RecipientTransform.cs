using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Pipeline.Telemetry;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.Pipeline;

/// <summary>Finds the service that a decrypted message is for. The transforms before this one know the callback only.</summary>
internal sealed class RecipientTransform : ImmediateTransform
{
    /// <inheritdoc/>
    public override Reply? Receive(MessageContext message)
    {
        if (message.Callback.Recipients.Find(new MessageAddress(message.ToUserName, message.RouteAppId)) is { } service)
        {
            message.Service = service;
            message.Steps?.Checked();
            if (service.Reply.WhenLate == WhenLate.Retries)
            {
                message.OpenPush = new OpenPush(service.Reply.Deliveries, message.ClientAborted);
            }

            return null;
        }

        using var span = message.StartSpan(PushSpans.Convert);
        span.Fail("wrong_account");
        return RefusedReply.Forged;
    }

    /// <inheritdoc/>
    public override Reply Send(MessageContext message, Reply reply) => reply;
}
