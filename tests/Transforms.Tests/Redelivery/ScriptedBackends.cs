using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.Tests.Redelivery;

/// <summary>Backends that answer as a test says, and remember what they were asked.</summary>
internal sealed class ScriptedBackends : IBackendAccess
{
    public List<(string Id, int Attempt, string Route, byte[] Body)> Calls { get; } = [];

    public Func<MessageContext, CancellationToken, Task<Reply>> Script { get; set; } = (_, _) => Task.FromResult<Reply>(Answer("""{"msg":"late"}"""));

    public bool HasRoute { get; set; } = true;

    public bool IsOpen { get; set; } = true;

    public MessageDelegate? Backend => IsOpen ? CallAsync : null;

    public static BackendAnswer Answer(string body, int status = 200) => new(status, System.Text.Encoding.UTF8.GetBytes(body), null);

    public IExchangeRoute? Lend(WeChatService service, string route) => HasRoute ? new Route(route) : null;

    private async ValueTask<Reply> CallAsync(MessageContext message, CancellationToken cancellationToken)
    {
        message.Attempts++;
        lock (Calls)
        {
            Calls.Add((message.Id, message.Attempts, ((IExchangeRoute)message.Exchange!).RouteId, message.Body.ToArray()));
        }

        return await Script(message, cancellationToken);
    }

    private sealed record Route(string RouteId) : IExchangeRoute;
}
