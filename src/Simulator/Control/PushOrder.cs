using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Holds the body of <c>POST /simulator/push</c>: the account, and one of text, event, sample, image or raw.</summary>
internal sealed record PushOrder
{
    private const int MostDeliveries = 100;
    private const int LongestTimeout = 3600;

    public required string AppId { get; init; }

    public Uri? Url { get; init; }

    /// <summary>Gets where the deliveries go in turn, in place of one URL.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>Gets how many deliveries there are at most, the first among them.</summary>
    public int? Deliveries { get; init; }

    /// <summary>Gets how many seconds a delivery waits for its answer.</summary>
    public double? Timeout { get; init; }

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

    public PushOptions ToOptions()
    {
        var options = new PushOptions { Url = Url, UrlOfEachDelivery = Urls, TakesUrlsInTurn = true };
        return options with
        {
            MaxDeliveries = Deliveries is < 1 or > MostDeliveries
                ? throw new ArgumentException($"'deliveries' must be between 1 and {MostDeliveries}.")
                : Deliveries ?? options.MaxDeliveries,
            Patience = Timeout is { } seconds && seconds is not (> 0 and <= LongestTimeout)
                ? throw new ArgumentException($"'timeout' must be a number of seconds above 0, and {LongestTimeout} at most.")
                : TimeSpan.FromSeconds(Timeout ?? options.Patience.TotalSeconds),
        };
    }

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
