using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Demo;

/// <summary>One push that the demo shows, and the reply that makes it a success.</summary>
internal sealed record Act(string Title, string AppId, PushedMessage Message, string ReplyType, string ReplyField, string ReplyValue)
{
    public static IReadOnlyList<Act> All { get; } =
    [
        new("a plaintext text message", Stage.PlainAppId, PushedMessage.Text("hello"), "text", "Content", "You said: hello"),
        new("an encrypted text message", Stage.SafeAppId, PushedMessage.Text("你好 😀"), "text", "Content", "You said: 你好 😀"),
        new("an encrypted image", Stage.SafeAppId, PushedMessage.Image("MEDIA_ID_1"), "image", "Image.MediaId", "MEDIA_ID_1"),
        new("an encrypted subscribe event", Stage.SafeAppId, PushedMessage.Event("subscribe"), "text", "Content", "Welcome!"),
    ];
}
