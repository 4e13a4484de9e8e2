using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Tests.LateReplies;

/// <summary>Remembers what would be sent outside a push's response.</summary>
internal sealed class RecordingLateReplies : ILateReplies
{
    public List<(MessageContext Message, PassiveForm Form, Task Before)> Following { get; } = [];

    public Task SendAsync(MessageContext message, Reply reply, CancellationToken cancellationToken) => Task.CompletedTask;

    public void SendAfter(MessageContext message, PassiveForm form, Task before) => Following.Add((message, form, before));

    public void Follow(MessageContext message, Task<Reply> work, CancellationTokenSource giveUp) => giveUp.Dispose();
}
