using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/push</c>: the account, and one of text, event, image or raw.</summary>
internal sealed record PushOrder
{
    public required string AppId { get; init; }

    public Uri? Url { get; init; }

    public string? From { get; init; }

    public string? Text { get; init; }

    public string? Event { get; init; }

    public string? EventKey { get; init; }

    public string? Image { get; init; }

    public string? Raw { get; init; }

    public PushedMessage ToMessage()
    {
        var message = this switch
        {
            { Text: { } text } => PushedMessage.Text(text),
            { Event: { } name } => PushedMessage.Event(name, EventKey),
            { Image: { } mediaId } => PushedMessage.Image(mediaId),
            { Raw: { } raw } => PushedMessage.Raw(raw),
            _ => throw new ArgumentException("Say what to push: 'text', 'event', 'image' or 'raw'."),
        };
        return From is null ? message : message.From(From);
    }
}
