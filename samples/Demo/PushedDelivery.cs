using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Demo;

/// <summary>What WeChat sent: the body on the wire, and the message in it.</summary>
internal sealed record PushedDelivery(Uri Url, string SentBody, string Message)
{
    public bool IsEncrypted => SentBody.Contains("<Encrypt>", StringComparison.Ordinal);

    public static PushedDelivery Of(PushResult result) => new(result.Last.Url, result.Last.SentBody, result.Message);
}
