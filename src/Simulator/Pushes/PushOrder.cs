using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Pushes.Messages;

namespace WxYarpGateway.Simulator.Pushes;

/// <summary>The body of <c>POST /simulator/push</c>: the account, and one of text, event, sample, image or raw.</summary>
internal sealed record PushOrder
{
    private const int MostDeliveries = 100;
    private const int LongestTimeout = 3600;

    public required string AppId { get; init; }

    public Uri? Url { get; init; }

    /// <summary>Gets the URLs that deliveries go to in turn, instead of one URL.</summary>
    public IReadOnlyList<Uri> Urls { get; init; } = [];

    /// <summary>Gets the platform through whose message URL the push goes, or null.</summary>
    public string? Platform { get; init; }

    /// <summary>Gets the largest number of deliveries, including the first.</summary>
    public int? Deliveries { get; init; }

    /// <summary>Gets the timeout of a delivery in seconds.</summary>
    public double? Timeout { get; init; }

    public string? From { get; init; }

    public string? Text { get; init; }

    public string? Event { get; init; }

    public string? EventKey { get; init; }

    /// <summary>Gets the name of an event to push with sample fields.</summary>
    public string? Sample { get; init; }

    /// <summary>Gets fields to add or replace.</summary>
    public JsonObject? Fields { get; init; }

    public bool NumbersAsText { get; init; }

    public string? Image { get; init; }

    public string? Raw { get; init; }

    public PushOptions ToOptions()
    {
        var options = new PushOptions { Url = Url, UrlOfEachDelivery = Urls, TakesUrlsInTurn = true, Platform = Platform };
        return options with
        {
            MaxDeliveries = Deliveries is < 1 or > MostDeliveries
                ? throw new ArgumentException($"'deliveries' must be between 1 and {MostDeliveries}.")
                : Deliveries ?? options.MaxDeliveries,
            Timeout = Timeout is { } seconds && seconds is not (> 0 and <= LongestTimeout)
                ? throw new ArgumentException($"'timeout' must be a number of seconds above 0 and at most {LongestTimeout}.")
                : TimeSpan.FromSeconds(Timeout ?? options.Timeout.TotalSeconds),
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
            _ => throw new ArgumentException("Name what to push: 'text', 'event', 'sample', 'image' or 'raw'."),
        };
        foreach (var (name, content) in Fields ?? [])
        {
            message = message.With(name, content);
        }

        message = NumbersAsText ? message.WithNumbersAsText() : message;
        return From is null ? message : message.From(From);
    }
}
