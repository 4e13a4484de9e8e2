using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/push</c>: the account, and one of text, event, sample, image or raw.</summary>
internal sealed record PushOrder
{
    public required string AppId { get; init; }

    public Uri? Url { get; init; }

    public string? From { get; init; }

    public string? Text { get; init; }

    public string? Event { get; init; }

    public string? EventKey { get; init; }

    /// <summary>Gets the name of an event that comes with sample fields.</summary>
    public string? Sample { get; init; }

    /// <summary>Gets fields to add, or to put in place of those of the same name.</summary>
    public JsonObject? Fields { get; init; }

    public bool NumbersAsText { get; init; }

    public string? Image { get; init; }

    public string? Raw { get; init; }

    public PushedMessage ToMessage()
    {
        var message = this switch
        {
            { Text: { } text } => PushedMessage.Text(text),
            { Event: { } name } => PushedMessage.Event(name, EventKey),
            { Sample: { } name } => PushedMessage.Sample(name),
            { Image: { } mediaId } => PushedMessage.Image(mediaId),
            { Raw: { } raw } => PushedMessage.Raw(raw),
            _ => throw new ArgumentException("Say what to push: 'text', 'event', 'sample', 'image' or 'raw'."),
        };
        foreach (var (name, content) in Fields ?? [])
        {
            message = message.With(name, content);
        }

        message = NumbersAsText ? message.WithNumbersAsText() : message;
        return From is null ? message : message.From(From);
    }
}
