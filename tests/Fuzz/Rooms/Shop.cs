using WxYarpGateway.Testing.Time;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Fuzz.Rooms;

/// <summary>The service that inputs are meant for, in a time that stands still.</summary>
internal static class Shop
{
    public const string AppId = "wxfuzz0000000001";

    public const string Token = "fuzz-token";

    public const string AesKey = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

    public static WeChatService Service { get; } = new(
        "shop", new ServiceOptions { AppId = AppId, AppSecret = "secret", Token = Token, EncodingAesKey = AesKey });

    public static FakeTimeProvider Clock { get; } = new();

    public static MessageContext Message(ReadOnlyMemory<byte> body, PushQuery? query = null)
        => new(Service, query ?? PushQuery.Read(default), body, receivedAt: 0);

    /// <summary>Runs a transform, which has nothing to wait for; returns the reply, and the message if it got through.</summary>
    public static (Reply Reply, MessageContext? Through) Run(IMessageTransform transform, MessageContext message, Reply? reply = null)
    {
        MessageContext? through = null;
        var work = transform.InvokeAsync(message, Next, CancellationToken.None);
        return (work.IsCompletedSuccessfully ? work.Result
            : throw new InvalidOperationException("A transform waits, or failed.", work.AsTask().Exception), through);

        ValueTask<Reply> Next(MessageContext taken, CancellationToken cancellationToken)
        {
            through = taken;
            return ValueTask.FromResult(reply ?? Reply.Success);
        }
    }
}
